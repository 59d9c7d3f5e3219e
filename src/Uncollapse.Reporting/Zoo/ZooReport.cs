using System.Text;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting.Zoo;

/// <summary>The zoo's page: every way to collapse as a story, in one HTML file that needs nothing else. Equal content gives equal bytes.</summary>
public static class ZooReport
{
    /// <summary>Writes the page as text.</summary>
    /// <param name="content">The records.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(ZooContent content, TextWriter writer) => new MarkupWriter(writer).Document(Document(content));

    /// <summary>Writes the page as UTF-8 without a byte-order mark; the stream stays open.</summary>
    /// <param name="content">The records.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(ZooContent content, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        Write(content, writer);
    }

    private static Element Document(ZooContent content)
    {
        Section[] stories = [.. content.Exhibits.Select((exhibit, index) => CaseStory.Of(exhibit, index + 1))];
        Section overview = ZooOverview.Of(content);
        Element links = new Element("nav").With("aria-label", "Contents");
        foreach (Section section in (IEnumerable<Section>)[overview, .. stories]) links.Add(Tag.Link(section.Id, section.Heading));
        var header = new Element(
            "header", Tag.P("Uncollapse zoo").Class("kicker"), Tag.Heading(1, "Every way to collapse"), Tag.P(ZooOverview.Facts(content)).Class("facts"), links);
        var main = new Element("main").AddRange(ZooOverview.Introduction()).Add(overview.Render());
        foreach (Section story in stories) main.Add(story.Render().Class("exhibit"));
        var footer = new Element("footer", Tag.P($"All information is in nats per example: 1 nat = 1.443 bits. Uncollapse {content.Record.ToolVersion}."));
        return Page.Of("Every way to collapse · Uncollapse zoo", new Element("body", header, main, footer));
    }
}
