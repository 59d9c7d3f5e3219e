using System.Text.Json.Nodes;

namespace Uncollapse.Cli.Tests;

/// <summary><c>remedies</c>, and what is said of one that there is not.</summary>
public sealed class RemediesTests
{
    [Fact]
    public void EachRemedyIsListedWithWhatItCosts()
    {
        JsonArray remedies = CommandLine.Run("remedies", "--json").Json["remedies"]!.AsArray();
        double Cost(string name) => remedies.Single(one => (string)one!["name"]! == name)!["cost"]!.GetValue<double>();
        Assert.Equal((20, 31, 1), (Cost("aggressive-encoder"), Cost("semi-amortised"), Cost("free-bits")));
        Assert.All(remedies, one => Assert.InRange(one!["cost"]!.GetValue<double>(), 0.1, 100));
        var told = CommandLine.Run("remedies", "semi-amortised");
        Assert.Contains("about 31 times as long", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("times as long", CommandLine.Run("remedies", "free-bits").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("free-bit", "did you mean free-bits?")]
    [InlineData("aggressive", "did you mean aggressive-encoder?")]
    [InlineData("lowerbeta", "did you mean lower-beta?")]
    [InlineData("penicillin", "'uncollapse remedies' lists them")]
    public void AMistypedNameIsAnsweredWithTheNearest(string name, string hint)
    {
        var refused = CommandLine.Run("remedies", name);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"expected a remedy, found '{name}'", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Contains($"hint: {hint}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SoIsOneThatIsToBeGiven()
    {
        var refused = CommandLine.Run("train", "--data", "synthetic:shapes?examples=100", "--remedy", "freebits:lambda=1");
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("remedy: expected the name of a remedy, found 'freebits' (did you mean free-bits?)", refused.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("expected one of fix-scaling,", CommandLine.Run("train", "--data", "synthetic:shapes?examples=100", "--remedy", "penicillin").ErrorLine, StringComparison.Ordinal);
    }
}
