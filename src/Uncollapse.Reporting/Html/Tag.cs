namespace Uncollapse.Reporting.Html;

/// <summary>The elements that reports are made of, by name.</summary>
internal static class Tag
{
    internal static Element Div(string names, params ReadOnlySpan<Node?> children) => new Element("div", children).Class(names);

    internal static Element Span(string names, params ReadOnlySpan<Node?> children) => new Element("span", children).Class(names);

    internal static Element P(params ReadOnlySpan<Node?> children) => new("p", children);

    internal static Element Strong(params ReadOnlySpan<Node?> children) => new("strong", children);

    internal static Element Code(string text) => new("code", text);

    internal static Element Heading(int level, string text) => new($"h{level}", text);

    internal static Element Link(string fragment, string text) => new Element("a", text).With("href", $"#{fragment}");

    internal static Element Note(params ReadOnlySpan<Node?> children) => new Element("p", children).Class("note");

    internal static Element Details(string summary, params ReadOnlySpan<Node?> children) =>
        new Element("details", new Element("summary", summary)).Add(children);

    internal static Element Figure(string title, string? subtitle, Node content, string? caption = null) =>
        new(
            "figure",
            new Element(
                "figcaption",
                new Element("strong", title),
                subtitle is null ? null : Span("subtitle", subtitle)),
            content,
            caption is null ? null : Note(caption));
}
