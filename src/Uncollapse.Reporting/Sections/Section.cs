using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>A part of a report: its anchor, its heading, its content.</summary>
internal sealed record Section(string Id, string Heading, IReadOnlyList<Node> Body)
{
    internal Element Render() => new Element("section", Tag.Heading(2, Heading)).With("id", Id).AddRange(Body);
}
