using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting.Zoo;

/// <summary>What the decoders of a case make of codes: pictures, sentences, or numbers against numbers.</summary>
internal static class CaseReconstructions
{
    internal static IEnumerable<Element> Of(ZooExhibit exhibit)
    {
        if (exhibit.HealthyPicture is { } twin && exhibit.CollapsedPicture is { } plant)
            yield return Tag.Div("pair pictures", Decoded.Picture("The twin", twin), Decoded.Picture("The plant", plant));
        if (exhibit.HealthyText is { } told && exhibit.CollapsedText is { } lost)
            yield return Tag.Div("pair", Decoded.Sentences("The twin", told), Decoded.Sentences("The plant", lost));
        if (exhibit.HealthyPairs.Count > 0 && exhibit.CollapsedPairs.Count > 0)
            yield return Tag.Div("figures", Numbers("The twin", exhibit.HealthyPairs), Numbers("The plant", exhibit.CollapsedPairs));
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
