using Uncollapse.Treatment.Trials;

namespace Uncollapse.Treatment.Tests;

public sealed class DifferenceTests
{
    [Fact]
    public void TheErrorIsThatOfTheDifferencesNotOfTheValues()
    {
        // Differences 1, 2, 3: mean 2, variance 1, standard error 1 / sqrt 3.
        var difference = Difference.Of([100, 200, 300], [101, 202, 303]);
        Assert.Equal((200.0, 2.0, 3), (difference.Before, difference.Mean, difference.Examples));
        Assert.Equal(1 / Math.Sqrt(3), difference.StandardError, 1e-12);
    }

    [Fact]
    public void OfOtherExamplesTheErrorsAdd()
    {
        // Variances 1 and 4 over 3 examples each: sqrt((1 + 4) / 3).
        var difference = Difference.OfOthers([1, 2, 3], [2, 4, 6]);
        Assert.Equal((2.0, 2.0, false), (difference.Before, difference.Mean, difference.IsPaired));
        Assert.Equal(Math.Sqrt(5.0 / 3), difference.StandardError, 1e-12);
    }

    [Fact]
    public void ValuesOfOtherExamplesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Difference.Of([1, 2], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Difference.Of([1], [1]));
    }
}
