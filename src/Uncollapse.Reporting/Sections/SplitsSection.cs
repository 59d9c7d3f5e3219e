using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Train against held-out, as numbers and on the rate-distortion plane.</summary>
internal static class SplitsSection
{
    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis || DiagnosisTables.Splits(diagnosis) is not { } table) return null;
        return new Section("splits", "Splits", [Tag.Div("figures", Plane(diagnosis, content.History), TableView.Of(table))]);
    }

    private static Element Plane(Diagnosis diagnosis, IReadOnlyList<HistoryEntry> history)
    {
        Epochs epochs = new(history);
        IReadOnlyList<Point> rates = epochs.Values(Measures.ValidationRate), distortions = epochs.Values(Measures.ValidationDistortion);
        List<Point> way = [.. rates.Zip(distortions, (rate, distortion) => new Point(rate.Y, distortion.Y))];
        bool hasWay = way.Count(point => point.IsFinite) > 1;
        var plot = new ScatterPlot
        {
            Description = "Rate and distortion in nats per example: "
                + string.Join("; ", diagnosis.Splits.Select(split => $"{split.Split} {Numbers.Value(split.Rate)} and {Numbers.Value(split.Distortion)}")) + ".",
            HorizontalName = "rate (nats)",
            VerticalName = "distortion (nats)",
            Points = [.. diagnosis.Splits.Select(split => (split.Split, new Point(split.Rate, split.Distortion)))],
            Path = hasWay ? way : [],
            Antidiagonals = true,
            ReachingAcross = diagnosis.Splits.Max(split => split.Rate) < UnitsTable.ShortestScale ? UnitsTable.ShortestScale : null,
        };
        string caption = "Dashed: lines of equal ELBO; towards the origin is better (Alemi et al. 2018)." + (hasWay ? " Grey: the validation split during training." : "")
            + (diagnosis.DecoderSeesExample ? $" ELBO: {ObjectiveWords.NoBound}." : "");
        return Tag.Figure("Rate-distortion plane", "what the code costs against what is left to describe", plot.Draw(), caption);
    }
}
