using Uncollapse.Records.Plans;
using Uncollapse.Training.Schedules;

namespace Uncollapse.Training.Tests.Schedules;

/// <summary>The KL weight and the capacity, value by value.</summary>
public sealed class ObjectiveScheduleTests
{
    private const int StepsPerEpoch = 10;

    [Fact]
    public void The_weight_grows_linearly_per_step_and_then_rests()
    {
        ObjectiveSchedule schedule = Of(new ObjectivePlan { Beta = 4, WarmupEpochs = 2.5 });
        Assert.Equal(0, schedule.At(0).Beta);
        Assert.Equal(4 * (10 / 25.0), schedule.At(10).Beta, 1e-15);
        Assert.Equal(4 * (24 / 25.0), schedule.At(24).Beta, 1e-15);
        Assert.True(schedule.IsMoving(24));
        Assert.Equal(4, schedule.At(25).Beta);
        Assert.False(schedule.IsMoving(25));
        Assert.Equal(4, schedule.At(1000).Beta);
        Assert.Null(schedule.At(0).Capacity);
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.0, 3.0)]
    public void Without_a_warm_up_or_a_weight_nothing_moves(double beta, double warmup)
    {
        ObjectiveSchedule schedule = Of(new ObjectivePlan { Beta = beta, WarmupEpochs = warmup });
        Assert.Equal(beta, schedule.At(0).Beta);
        Assert.False(schedule.IsMoving(0));
    }

    // (1 - cos(pi/4)) / 2 and the logistic functions of -6, -3, 0 and 6 from tables.
    [Theory]
    [InlineData(WarmupShape.Linear, 0.25, 0.5)]
    [InlineData(WarmupShape.Cosine, 0.14644660940672624, 0.5)]
    [InlineData(WarmupShape.Sigmoid, (0.04742587317756678 - 0.0024726231566347743) / (0.9975273768433653 - 0.0024726231566347743), 0.5)]
    public void A_rise_in_steps_has_its_shape(WarmupShape shape, double atQuarter, double atHalf)
    {
        ObjectiveSchedule schedule = Of(new ObjectivePlan { Beta = 2, WarmupSteps = 40, WarmupShape = shape });
        Assert.Equal(0, schedule.At(0).Beta, 1e-15);
        Assert.Equal(2 * atQuarter, schedule.At(10).Beta, 1e-14);
        Assert.Equal(2 * atHalf, schedule.At(20).Beta, 1e-14);
        Assert.Equal(2 * (1 - atQuarter), schedule.At(30).Beta, 1e-14);
        Assert.Equal(2, schedule.At(40).Beta);
        for (int step = 0; step < 40; step++) Assert.True(schedule.At(step).Beta < schedule.At(step + 1).Beta && schedule.IsMoving(step));
    }

    // Fu et al. 2019: M = 4 cycles of 25 steps, the first 12.5 of each a rise. Cycles that begin between two steps begin at the next.
    [Fact]
    public void Cycles_rise_and_rest_four_times()
    {
        ObjectiveSchedule schedule = Of(new ObjectivePlan { Cycles = 4, Ramp = 0.5 }, epochs: 10);
        for (int step = 0; step < 100; step++)
            Assert.Equal(Math.Min(1, step % 25 / 12.5), schedule.At(step).Beta, 1e-14);
        Assert.Equal([true, true, false, false, true], new[] { 0, 12, 13, 24, 25 }.Select(step => schedule.IsMoving(step)));
        Assert.Equal(1, schedule.At(99).Beta);
    }

    // Burgess et al. 2018: C grows linearly, the weight of its distance stands still.
    [Fact]
    public void The_capacity_grows_linearly_and_then_rests()
    {
        ObjectiveSchedule schedule = Of(new ObjectivePlan { Capacity = 25, CapacityEpochs = 4 });
        Assert.Equal([0, 6.25, 24.375, 25, 25], new[] { 0, 10, 39, 40, 1000 }.Select(step => schedule.At(step).Capacity!.Value));
        Assert.True(schedule.IsMoving(39));
        Assert.False(schedule.IsMoving(40));
        Assert.Equal(7, Of(new ObjectivePlan { Capacity = 7 }).At(0).Capacity);
    }

    [Fact]
    public void A_controlled_weight_is_always_moving()
    {
        Assert.True(Of(new ObjectivePlan { TargetRate = 3 }).IsMoving(1_000_000));
        Assert.True(Of(new ObjectivePlan { TargetDistortion = 3 }).IsMoving(1_000_000));
    }

    private static ObjectiveSchedule Of(ObjectivePlan objective, int epochs = 100) => new(objective, StepsPerEpoch, epochs);
}
