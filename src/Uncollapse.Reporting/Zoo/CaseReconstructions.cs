using Uncollapse.Records;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Zoo;

/// <summary>What the decoders of a case make of codes: pictures, sentences, or numbers against numbers.</summary>
internal static class CaseReconstructions
{
    internal static IEnumerable<Element> Of(ZooExhibit exhibit)
    {
        if (exhibit.HealthyPicture is { } twin && exhibit.CollapsedPicture is { } plant)
            yield return Tag.Div("pair pictures", Picture("The twin", twin), Picture("The plant", plant));
        if (exhibit.HealthyText is { } told && exhibit.CollapsedText is { } lost)
            yield return Tag.Div("pair", Sentences("The twin", told), Sentences("The plant", lost));
        if (exhibit.HealthyPairs.Count > 0 && exhibit.CollapsedPairs.Count > 0)
            yield return Tag.Div("figures", Numbers("The twin", exhibit.HealthyPairs), Numbers("The plant", exhibit.CollapsedPairs));
    }

    private static Element Picture(string who, Picture picture) => new(
        "figure",
        new Element("figcaption", Tag.Strong(who), Tag.Span("subtitle", "examples above what the decoder makes of their codes")),
        new Element("img")
            .With("src", "data:image/png;base64," + Convert.ToBase64String(picture.Png)).With("alt", $"{who}: {picture.Caption}")
            .With("width", picture.Width).With("height", picture.Height));

    private static Element Sentences(string who, TextSheet sheet)
    {
        Element list = new Element("dl").Class("sentence-pairs");
        foreach (TextLine line in sheet.Lines.Where(line => line != TextLine.Gap))
            list.Add(new Element("dt", line.Label), new Element("dd", line.Text));
        return new Element("figure", new Element("figcaption", Tag.Strong(who), Tag.Span("subtitle", "sentences, and what the decoder makes of their codes")), list);
    }

    private static Element Numbers(string who, IReadOnlyList<ZooPair> pairs)
    {
        var plot = new ScatterPlot
        {
            Description = $"{who}: {pairs.Count} numbers x of new examples against their reconstructions from the codes' means.",
            HorizontalName = "x", VerticalName = "reconstruction of x",
            Points = [.. pairs.Select(pair => ("", new Point(pair.Value, pair.Reconstruction)))],
            Plain = true,
        };
        return Tag.Figure(who, "numbers of new examples against what the decoder makes of their codes; on the diagonal is right, a flat line says nothing", plot.Draw());
    }
}
