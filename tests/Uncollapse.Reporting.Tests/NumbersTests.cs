namespace Uncollapse.Reporting.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-89.784, "-89.78")]
    [InlineData(3.14159, "3.142")]
    [InlineData(0.1234567, "0.123")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(0.00001234, "1.2e-5")]
    [InlineData(784, "784")]
    [InlineData(12345.67, "12,345.7")]
    [InlineData(1234567.8, "1.235e6")]
    [InlineData(double.NaN, "not finite")]
    [InlineData(double.NegativeInfinity, "not finite")]
    public void Values_have_the_digits_that_people_read(double value, string text) => Assert.Equal(text, Numbers.Value(value));

    [Theory]
    [InlineData(95.31234, 0.2412, "95.31")]
    [InlineData(148.31234, 1.9, "148.3")]
    [InlineData(148.31234, 25, "148")]
    [InlineData(148.31234, 0.4, "148.3")]
    [InlineData(0.00212, 0.0013, "0.0021")]
    [InlineData(5, 0.0, "5")]
    [InlineData(1.2e-6, 0.0, "0.00")]
    [InlineData(-3e-9, 0.0, "0.00")]
    [InlineData(-3e-6, 2e-6, "0.00")]
    [InlineData(5.5, double.NaN, "5.500")]
    public void Values_have_the_digits_that_their_uncertainty_leaves(double value, double error, string text) => Assert.Equal(text, Numbers.Value(value, error));

    [Fact]
    public void An_unknown_value_is_never_a_number() => Assert.Equal("not measured", Numbers.Value(null));

    [Fact]
    public void A_rounded_zero_has_no_sign() => Assert.Equal("0.000", Numbers.Fixed(-0.0002, 3));

    [Theory]
    [InlineData(3.1801, 3.2402, "[3.180, 3.240]")]
    [InlineData(146.4, 150.2, "[146.4, 150.2]")]
    [InlineData(-0.0048, 0.0131, "[-0.005, 0.013]")]
    [InlineData(2, 2, "[2, 2]")]
    public void Intervals_have_the_digits_of_their_width(double low, double high, string text) => Assert.Equal(text, Numbers.Interval(low, high));

    [Theory]
    [InlineData("[-0.005, 1e-5]", "[−0.005, 1e−5]")]
    [InlineData("784-400-20", "784-400-20")]
    [InlineData("importance-weighted", "importance-weighted")]
    [InlineData("2025-11-03", "2025-11-03")]
    [InlineData("--examples", "--examples")]
    public void Only_signs_become_minus_signs(string text, string set) => Assert.Equal(set, Numbers.Minus(text));

    [Theory]
    [InlineData(0.5, "0.5 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(7_384, "2 h 3 min")]
    [InlineData(-1, "not known")]
    public void Durations_are_in_a_persons_units(double seconds, string text) => Assert.Equal(text, Numbers.Duration(seconds));
}
