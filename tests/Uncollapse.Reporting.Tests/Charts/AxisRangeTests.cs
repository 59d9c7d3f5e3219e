using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Tests.Charts;

public sealed class AxisRangeTests
{
    [Fact]
    public void Spans_the_finite_values()
    {
        Assert.Equal(new AxisRange(-3, 8, false), AxisRange.Of([double.NaN, 8, -3, double.PositiveInfinity]));
        Assert.Equal(new AxisRange(0, 1, false), AxisRange.Of([double.NaN]));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-89.78)]
    [InlineData(1e-12)]
    public void A_constant_still_has_a_range_round_it(double value)
    {
        var range = AxisRange.Of([value, value]);
        Assert.True(range.Low < value && value < range.High);
    }

    [Fact]
    public void A_few_outlying_values_do_not_press_the_rest_together()
    {
        double[] values = [-1e30, .. Enumerable.Range(0, 99).Select(i => -100 + (i * 0.1))];
        var range = AxisRange.Robust(values);
        Assert.True(range.Clips);
        Assert.InRange(range.Low, -103, -97);
        Assert.Equal(-100 + (98 * 0.1), range.High, 9);
        Assert.False(AxisRange.Robust(values[1..]).Clips);
    }

    [Fact]
    public void Few_values_are_all_shown() => Assert.Equal(new AxisRange(-500, -90, false), AxisRange.Robust([-500, -100, -95, -90]));

    [Fact]
    public void A_margin_does_not_cross_zero()
    {
        Assert.Equal(new AxisRange(0, 11, false), new AxisRange(0.5, 10, false).Padded(1 / 9.5));
        Assert.Equal(new AxisRange(-2, 11, false), new AxisRange(-1, 10, false).Padded(1 / 11.0));
        Assert.Equal(new AxisRange(-5, 0, false), new AxisRange(-5, -2, false).Reaching(0));
    }
}
