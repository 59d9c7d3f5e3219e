namespace Uncollapse.Records;

/// <summary>Sentences that illustrate a run or a diagnosis.</summary>
/// <param name="Name">A file name without folder, such as <c>reconstructions.txt</c>.</param>
/// <param name="Title">A heading.</param>
/// <param name="Caption">What it shows, for people.</param>
/// <param name="Lines">The sentences.</param>
public sealed record TextSheet(string Name, string Title, string Caption, IReadOnlyList<TextLine> Lines)
{
    /// <summary>The sheet as plain text: a line a sentence, its label and a tab before it, an empty line between groups.</summary>
    public string ToText() => string.Join('\n', Lines.Select(line => line.Label.Length == 0 && line.Text.Length == 0 ? "" : $"{line.Label}\t{line.Text}")) + "\n";
}
