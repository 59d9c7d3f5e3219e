using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

public sealed class TextPlanTests
{
    [Fact]
    public void TextKeysAreWrittenWhereTheyAreGivenAndOnlyThere()
    {
        Assert.DoesNotContain("  text:", PlanYaml.Format(new Plan()), StringComparison.Ordinal);
        Plan read = PlanYaml.Parse("data:\n  source: 'a.txt'\n  text:\n    unit: character\n    max_length: 40\n");
        Assert.Equal(new TextPlan { Unit = TextUnit.Character, MaxLength = 40 }, read.Data.Text);
        string written = PlanYaml.Format(read);
        foreach (string line in new[] { "  kind: auto", "    unit: character", "    lower: false", "    vocabulary: 10000", "    minimum_count: 1", "    max_length: 40", "    bucketing: true" })
            Assert.Contains($"\n{line}\n", written, StringComparison.Ordinal);
        Assert.Equal(read, PlanYaml.Parse(written));
    }

    [Theory]
    [InlineData("vocabulary: 0", "data.text.vocabulary")]
    [InlineData("minimum_count: 0", "data.text.minimum_count")]
    [InlineData("max_length: 0", "data.text.max_length")]
    [InlineData("max_length: 65536", "data.text.max_length")]
    [InlineData("unit: sentence", "data.text.unit")]
    [InlineData("lower: yes", "data.text.lower")]
    public void ValuesOutOfRangeAreRefused(string line, string key)
    {
        var error = Assert.Throws<PlanException>(() => PlanYaml.Parse($"data:\n  text:\n    {line}\n"));
        Assert.Equal(key, Assert.Single(error.Problems).Key);
        Assert.Equal(3, error.Problems[0].Line);
    }

    [Fact]
    public void TextKeysContradictArrays() =>
        Assert.Throws<PlanException>(() => PlanYaml.Parse("data:\n  kind: array\n  text:\n    lower: true\n"));
}
