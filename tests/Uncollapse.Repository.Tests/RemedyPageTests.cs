using System.Text.RegularExpressions;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Repository.Tests;

/// <summary>Every remedy of the catalogue has a page that says what it needs, and every page is a remedy's.</summary>
public sealed partial class RemedyPageTests
{
    // The index, and the table of figures that the bench writes.
    private static readonly string[] _others = ["README", "table"];

    private static readonly string _folder = Path.Combine(TestFiles.Root, "docs", "remedies");

    [Fact]
    public void EveryRemedyHasItsPageAndEveryPageItsRemedy()
    {
        string[] pages = [.. Directory.EnumerateFiles(_folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Except(_others)];
        Assert.Equal(RemedyCatalogue.All.Select(remedy => remedy.Name).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryPageNamesItsParametersWithTheirDefaultsAndNoOthers()
    {
        foreach (Remedy remedy in RemedyCatalogue.All)
        {
            string page = Read(remedy.Name);
            Assert.Matches($"^# {remedy.Name}(: |\n)", page);
            string[] told = [.. Parameter().Matches(page).Select(match => $"{match.Groups["name"].Value} = {match.Groups["default"].Value}")];
            Assert.Equal(remedy.Parameters.Select(parameter => $"{parameter.Name} = {parameter.Default}"), told);
            Assert.True(remedy.Parameters.Count > 0 || page.Contains("No parameters.", StringComparison.Ordinal), remedy.Name);
        }
    }

    [Fact]
    public void EveryPageHasRuleIndicationKeysAndACommandThatCanBeTyped()
    {
        foreach (Remedy remedy in RemedyCatalogue.All)
        {
            string page = Read(remedy.Name);
            Assert.All(new[] { "**Rule", "**Indicated" }, part => Assert.True(page.Contains(part, StringComparison.Ordinal), $"{remedy.Name}: {part}"));
            string[] keys = [.. Key().Matches(page).Select(match => match.Groups["key"].Value)];
            Assert.True(keys.Length > 0, $"{remedy.Name} names no key");
            Assert.True(keys.All(key => PlanSchema.Find(key) is not null), $"{remedy.Name}: {string.Join(", ", keys.Where(key => PlanSchema.Find(key) is null))}");
            string[] commands = [.. Command().Matches(page).Select(match => match.Groups["text"].Value)];
            Assert.True(commands.Any(command => Prescription.Parse(command).Remedy == remedy), $"{remedy.Name} shows no command");
        }
    }

    [Fact]
    public void TheIndexNamesEachOnce()
    {
        string index = Read("README");
        foreach (Remedy remedy in RemedyCatalogue.All) Assert.Single(Regex.Matches(index, $@"\[{remedy.Name}\]\({remedy.Name}\.md\)"));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(_folder, $"{name}.md"));

    [GeneratedRegex(@"^\| `(?<name>[a-z0-9_]+)` \| (?<default>[^| ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"`(?<key>(data|model|objective|training)\.[a-z0-9_.]*[a-z0-9_])`")]
    private static partial Regex Key();

    [GeneratedRegex(@"--remedy (?<text>[a-z-]+(:[^\s`]+)?)")]
    private static partial Regex Command();
}
