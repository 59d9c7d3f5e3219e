using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Tests.Loop;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Stops_after_patience_epochs_without_a_better_bound()
    {
        var stopping = new EarlyStopping(2);
        Assert.True(stopping.Improves(1, -100, weightMoving: false));
        Assert.True(stopping.Improves(2, -90, weightMoving: false));
        Assert.False(stopping.Improves(3, -90, weightMoving: false));
        Assert.False(stopping.ShouldStop(3));
        Assert.False(stopping.Improves(4, -95, weightMoving: false));
        Assert.True(stopping.ShouldStop(4));
        Assert.Equal(2, stopping.BestEpoch);
        Assert.Equal(-90, stopping.BestElbo);
    }

    [Fact]
    public void Epochs_of_a_moving_weight_are_neither_best_nor_counted()
    {
        var stopping = new EarlyStopping(2);
        for (int epoch = 1; epoch <= 10; epoch++)
        {
            // The bound falls, as it does while a KL weight grows.
            Assert.False(stopping.Improves(epoch, -epoch, weightMoving: true));
            Assert.False(stopping.ShouldStop(epoch));
        }

        Assert.True(stopping.Improves(11, -50, weightMoving: false));
        Assert.False(stopping.ShouldStop(12));
        Assert.True(stopping.ShouldStop(13));
    }

    [Fact]
    public void A_bound_that_is_not_finite_is_never_the_best()
    {
        var stopping = new EarlyStopping(null);
        Assert.False(stopping.Improves(1, double.NaN, weightMoving: false));
        Assert.False(stopping.Improves(2, double.PositiveInfinity, weightMoving: false));
        Assert.Null(stopping.BestEpoch);
        Assert.False(stopping.ShouldStop(1000));
    }
}
