using System.Text.RegularExpressions;

namespace Uncollapse.Repository.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 500;

    [Fact]
    public void NoFileIsLong()
    {
        SourceFile[] longer = [.. SourceFile.Under("src", "tests", "bench", "samples").Where(file => file.Lines > LongestFile)];
        Assert.True(longer.Length == 0, $"over {LongestFile} lines: " + string.Join(", ", longer.Select(file => $"{file.Relative} ({file.Lines})")));
    }

    [Fact]
    public void MostFilesAreShort()
    {
        int[] lines = [.. SourceFile.Under("src").Select(file => file.Lines).Order()];
        Assert.True(lines[lines.Length / 2] <= 120, $"median {lines[lines.Length / 2]} lines, aim 120");
        Assert.True(lines[lines.Length * 9 / 10] <= 300, $"90th percentile {lines[lines.Length * 9 / 10]} lines, aim 300");
    }

    [Fact]
    public void AFileHoldsOnePublicType()
    {
        string[] several = SourceFile.Under("src")
            .Select(file => (file, types: PublicType().Matches(file.Text).Select(match => match.Groups["name"].Value).Distinct().ToArray()))
            .Where(pair => pair.types.Length > 1)
            .Select(pair => $"{pair.file.Relative}: {string.Join(", ", pair.types)}").ToArray();
        Assert.True(several.Length == 0, string.Join('\n', several));
    }

    [Fact]
    public void ANamespaceIsItsFolder()
    {
        string[] wrong =
        [
            .. SourceFile.Under("src").Where(file => Namespace().Match(file.Text) is { Success: true } match && match.Groups["name"].Value != Expected(file))
                .Select(file => $"{file.Relative}: should be {Expected(file)}"),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void NothingIsLeftForLater()
    {
        string[] marks =
        [
            .. SourceFile.Under("src", "samples", "bench")
                .Where(file => LeftOver().IsMatch(file.Text)).Select(file => $"{file.Relative}: {LeftOver().Match(file.Text).Value}"),
        ];
        Assert.True(marks.Length == 0, string.Join('\n', marks));
    }

    private static string Expected(SourceFile file) =>
        string.Join('.', file.Relative.Split('/')[1..^1]);

    // At most one indentation: nested types belong to their file's type.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|partial|unsafe|ref|record) )*(?:class|struct|interface|enum|record|delegate \S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bNotImplementedException\b|//.*\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex LeftOver();
}
