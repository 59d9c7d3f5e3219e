using Uncollapse.Records;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>What a decoder makes of codes, with the name of whose it is.</summary>
internal static class Decoded
{
    internal static Element Picture(string who, Picture picture, string subtitle = "examples above what the decoder makes of their codes") => new(
        "figure",
        new Element("figcaption", Tag.Strong(who), Tag.Span("subtitle", subtitle)),
        new Element("img")
            .With("src", "data:image/png;base64," + Convert.ToBase64String(picture.Png)).With("alt", $"{who}: {picture.Caption}")
            .With("width", picture.Width).With("height", picture.Height));

    internal static Element Sentences(string who, TextSheet sheet)
    {
        Element list = new Element("dl").Class("sentence-pairs");
        foreach (TextLine line in sheet.Lines.Where(line => line != TextLine.Gap))
            list.Add(new Element("dt", line.Label), new Element("dd", line.Text));
        return new Element("figure", new Element("figcaption", Tag.Strong(who), Tag.Span("subtitle", "sentences, and what the decoder makes of their codes")), list);
    }
}
