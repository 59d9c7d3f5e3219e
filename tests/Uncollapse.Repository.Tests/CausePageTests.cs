using System.Text.RegularExpressions;
using Uncollapse.Tests;

namespace Uncollapse.Repository.Tests;

/// <summary>Every cause that can be named has a page with a picture, and every cure on it is a remedy.</summary>
public sealed partial class CausePageTests
{
    private const int LargestPicture = 30_000;

    private static readonly string _folder = Path.Combine(TestFiles.Root, "docs", "causes");

    private static readonly string[] _causes =
    [
        "overweighted-kl", "objective-scaling", "unfinished-schedule", "noisy-decoder", "variance-spiral", "powerful-decoder", "skip-shortcut", "condition-shortcut",
        "lagging-encoder", "constant-code", "surplus-units", "data-limited", "unscaled-data", "unknown",
    ];

    [Fact]
    public void NoOtherCauseIsNamedInTheSource()
    {
        string[] named =
        [
            .. SourceFile.Under("src/Uncollapse.Diagnosis", "src/Uncollapse.Zoo").SelectMany(file => Cause().Matches(file.Text)).SelectMany(match => Word().Matches(match.Value))
                .Select(word => word.Groups["name"].Value).Distinct(),
        ];
        Assert.True(named.Length >= 10, string.Join(", ", named));
        Assert.Empty(named.Except(_causes));
    }

    [Fact]
    public void EveryCauseHasItsPageAndPictureAndTheIndexNamesIt()
    {
        string index = File.ReadAllText(Path.Combine(_folder, "README.md"));
        foreach (string cause in _causes)
        {
            string page = File.ReadAllText(Path.Combine(_folder, $"{cause}.md")), picture = File.ReadAllText(Path.Combine(_folder, $"{cause}.svg"));
            Assert.StartsWith($"# {cause}: ", page, StringComparison.Ordinal);
            Assert.Contains($"]({cause}.svg)", page, StringComparison.Ordinal);
            foreach (string part in new[] { "## Signs", "## Not to be taken for", "## Cures", "## Source" }) Assert.Contains(part, page, StringComparison.Ordinal);
            Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", picture, StringComparison.Ordinal);
            Assert.True(picture.Length < LargestPicture, $"{cause}.svg has {picture.Length} characters");
            Assert.Contains($"({cause}.md)", index, StringComparison.Ordinal);
        }

        string[] pages = [.. Directory.EnumerateFiles(_folder, "*.md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README")!];
        Assert.Equal(_causes.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryCureIsARemedy()
    {
        string[] remedies = [.. SourceFile.Under("src/Uncollapse.Treatment/Remedies").SelectMany(file => RemedyName().Matches(file.Text)).Select(match => match.Groups["name"].Value)];
        foreach (string cause in _causes)
        {
            string page = File.ReadAllText(Path.Combine(_folder, $"{cause}.md"));
            string cures = page[page.IndexOf("## Cures", StringComparison.Ordinal)..page.IndexOf("## Source", StringComparison.Ordinal)];
            string[] named = [.. Cure().Matches(cures).Select(match => match.Groups["name"].Value)];
            Assert.True(named.Length > 0 || cause == "unknown", cause);
            Assert.True(named.All(remedies.Contains), $"{cause}: {string.Join(", ", named.Except(remedies))}");
        }
    }

    [GeneratedRegex("(Cause = [^,;]*|new Shortcut\\(\"[a-z-]+\")")]
    private static partial Regex Cause();

    [GeneratedRegex("\"(?<name>[a-z]+(-[a-z]+)*)\"")]
    private static partial Regex Word();

    [GeneratedRegex("Name = \"(?<name>[a-z-]+)\"")]
    private static partial Regex RemedyName();

    [GeneratedRegex("^- `(?<name>[a-z-]+)`:", RegexOptions.Multiline)]
    private static partial Regex Cure();
}
