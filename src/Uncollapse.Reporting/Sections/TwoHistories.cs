using Uncollapse.Records.History;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>Two trainings' curves beside each other.</summary>
internal static class TwoHistories
{
    /// <summary>A figure of each curve that differs in the two; the KL weight only where it does, a constant never.</summary>
    internal static IEnumerable<Node> Figures(IEnumerable<Curve> curves, (string Name, IReadOnlyList<HistoryEntry> History) first, (string Name, IReadOnlyList<HistoryEntry> History) second)
    {
        Epochs one = new(first.History), two = new(second.History);
        // Where one takes more and shorter epochs, both run over the share of their training.
        bool shares = one.Count != two.Count;
        foreach (Curve curve in curves)
        {
            string name = curve.Names[0];
            Series[] series = [.. Both(name, (first.Name, one), (second.Name, two), shares)];
            if (series.Length == 0 || series.All(IsConstant)) continue;
            if (name is Measures.KlWeight && series.Length == 2 && series[0].Points.SequenceEqual(series[1].Points)) continue;
            Drawing drawing = (curve.Chart(series, []) with { HorizontalName = shares ? "training done, %" : "epoch" }).Draw();
            yield return Tag.Figure(curve.Title, curve.Subtitle, drawing.Picture, drawing.Note);
        }
    }

    private static IEnumerable<Series> Both(string name, (string Name, Epochs Epochs) one, (string Name, Epochs Epochs) two, bool shares)
    {
        if (one.Epochs.Has(name)) yield return new Series(one.Name, Along(one.Epochs.Values(name), shares), 1);
        if (two.Epochs.Has(name)) yield return new Series(two.Name, Along(two.Epochs.Values(name), shares), 2);
    }

    private static IReadOnlyList<Point> Along(IReadOnlyList<Point> points, bool shares) =>
        shares ? [.. points.Select(point => new Point(100 * point.X / points[^1].X, point.Y))] : points;

    private static bool IsConstant(Series series) => series.Points.All(point => point.Y.Equals(series.Points[0].Y));
}
