namespace Uncollapse.Records;

/// <summary>One sentence of a <see cref="TextSheet"/>; both empty for a gap between groups.</summary>
/// <param name="Label">What it is, such as <c>example</c> or <c>unit 3 at -1.5</c>.</param>
/// <param name="Text">The sentence.</param>
public sealed record TextLine(string Label, string Text)
{
    /// <summary>A gap between groups.</summary>
    public static TextLine Gap { get; } = new("", "");
}
