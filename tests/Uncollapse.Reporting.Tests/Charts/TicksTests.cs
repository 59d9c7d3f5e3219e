using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Tests.Charts;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0.7, 1)]
    [InlineData(1, 1)]
    [InlineData(1.01, 2)]
    [InlineData(2.5, 5)]
    [InlineData(5.1, 10)]
    [InlineData(0.00003, 0.00005)]
    [InlineData(3e7, 5e7)]
    public void A_step_is_the_next_of_1_2_5_times_a_power_of_ten(double raw, double step) => Assert.Equal(step, Ticks.Step(raw), step * 1e-12);

    [Fact]
    public void Ticks_of_a_range_are_the_multiples_within_it()
    {
        Assert.Equal([-120, -100, -80, -60], Ticks.Linear(-129, -55, 4).Select(tick => tick.Value));
        Assert.Equal(["−120", "−100", "−80", "−60"], Ticks.Linear(-129, -55, 4).Select(tick => tick.Label));
        Assert.Equal(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], Ticks.Linear(0, 1, 5).Select(tick => tick.Label));
        Assert.Equal(["0", "2,000", "4,000", "6,000", "8,000", "10,000"], Ticks.Linear(0, 10_000, 5).Select(tick => tick.Label));
    }

    [Fact]
    public void Whole_ticks_never_fall_between_epochs() => Assert.Equal([1, 2, 3], Ticks.Linear(1, 3, 6, whole: true).Select(tick => tick.Value));

    [Theory]
    [InlineData(-1e-9, 3e-9)]
    [InlineData(1e300, 1.7e308)]
    [InlineData(-1.7e308, 1.7e308)]
    [InlineData(1e9, 1e9 + 1e-6)]
    [InlineData(123456.7, 123456.8)]
    [InlineData(-550.3, 12.1)]
    public void Ticks_are_few_ascending_and_within_the_range(double low, double high)
    {
        IReadOnlyList<Tick> ticks = Ticks.Linear(low, high, 5);
        Assert.InRange(ticks.Count, 2, 8);
        Assert.All(ticks, tick => Assert.InRange(tick.Value, low - Math.Abs(low * 1e-9) - 1e-12, high + Math.Abs(high * 1e-9) + 1e-12));
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value));
        Assert.All(ticks, tick => Assert.InRange(tick.Label.Length, 1, 12));
    }

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten_with_2_and_5_where_there_is_room()
    {
        Assert.Equal([1e-5, 1e-4, 1e-3, 1e-2], Ticks.Logarithmic(1e-5, 1e-2, 5).Select(tick => tick.Value), new Close());
        Assert.Equal([1e-3, 2e-3, 5e-3, 1e-2, 2e-2], Ticks.Logarithmic(9e-4, 2.5e-2, 5).Select(tick => tick.Value), new Close());
        Assert.InRange(Ticks.Logarithmic(1e-30, 1e30, 5).Count, 4, 7);
    }

    [Fact]
    public void Linear_scale_is_the_straight_line_between_its_ends()
    {
        var scale = new LinearScale(-10, 30, 200, 40);
        Assert.Equal(200, scale.Map(-10), 12);
        Assert.Equal(40, scale.Map(30), 12);
        Assert.Equal(160, scale.Map(0), 12);
        Assert.Equal(0, scale.Map(40), 12);
        Assert.Equal(100, new LinearScale(-1.7e308, 1.7e308, 0, 200).Map(0), 9);
    }

    [Fact]
    public void Logarithmic_scale_sets_equal_ratios_apart_equally()
    {
        var scale = new LogScale(1e-4, 1, 0, 100);
        Assert.Equal(50, scale.Map(1e-2), 9);
        Assert.Equal(25, scale.Map(1e-3), 9);
    }

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= 1e-9 * Math.Abs(y);

        public int GetHashCode(double value) => 0;
    }
}
