namespace Uncollapse.Reporting.Html;

/// <summary>
/// A <c>style</c> element. Its text is not escaped by HTML's rules, so it must not hold a character that could end it.
/// </summary>
internal sealed class StyleSheet : Node
{
    private readonly string _css;

    internal StyleSheet(string css)
    {
        if (css.AsSpan().ContainsAny('<', '&')) throw new ArgumentException("A style sheet must not contain '<' or '&'.", nameof(css));
        _css = css;
    }

    internal override void WriteTo(MarkupWriter writer) => writer.Style(_css);
}
