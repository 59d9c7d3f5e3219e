using Uncollapse.Records;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>Reconstructed, sampled and traversed sentences.</summary>
internal static class TextsSection
{
    internal static Section? Of(ReportContent content) => content.Texts.Count == 0
        ? null
        : new Section("texts", "Sentences", [.. content.Texts.Select(Figure)]);

    private static Element Figure(TextSheet sheet)
    {
        var body = new Element("tbody");
        foreach (TextLine line in sheet.Lines.Where(line => line != TextLine.Gap))
            body.Add(new Element("tr", new Element("th", line.Label).With("scope", "row"), new Element("td", line.Text)));
        return new Element(
            "figure",
            new Element("figcaption", Tag.Strong(sheet.Title), Tag.Span("subtitle", sheet.Caption)),
            Tag.Div("scroll", new Element("table", body).Class("data sentences")).With("role", "region").With("tabindex", "0").With("aria-label", sheet.Title));
    }
}
