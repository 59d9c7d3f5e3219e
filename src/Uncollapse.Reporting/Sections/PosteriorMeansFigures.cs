using Uncollapse.Records.History;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>
/// The space of posterior means over a training (He et al. 2019, figure 2): each example's mean of the exact posterior across, of the encoder's along. On the diagonal the encoder has kept up; on the
/// horizontal axis it lags behind; all at the middle the model has let the code go.
/// </summary>
internal static class PosteriorMeansFigures
{
    private const int Most = 6;

    // Means of a standard normal code: what is farther away is rare.
    private const double Reach = 2;

    // Of a path the latter half decides what is shown: here both ends.
    private static readonly Point[] s_diagonal = [new(-Reach, -Reach), new(Reach, Reach), new(-Reach, -Reach), new(Reach, Reach)];

    /// <summary>A plot for each epoch that was recorded, some of them where there are many; none where the code has several units.</summary>
    internal static Element? Of(IReadOnlyList<HistoryEntry> history)
    {
        HistoryEntry[] recorded = [.. history.Where(entry => entry.PosteriorMeans is { Count: > 0 })];
        if (recorded.Length == 0) return null;
        int count = Math.Min(recorded.Length, Most);
        IEnumerable<HistoryEntry> shown = count == 1 ? recorded : Enumerable.Range(0, count).Select(i => recorded[(int)Math.Round((double)i * (recorded.Length - 1) / (count - 1))]);
        return Tag.Div("figures").AddRange(shown.Select(Plot));
    }

    private static Element Plot(HistoryEntry entry)
    {
        Point[] points = [.. entry.PosteriorMeans!.Where(pair => pair.Count == 2).Select(pair => new Point(pair[0], pair[1]))];
        double exact = Spread(points.Select(point => point.X)), encoder = Spread(points.Select(point => point.Y));
        var plot = new ScatterPlot
        {
            Description = $"Posterior means after epoch {Numbers.Count(entry.Epoch)}: the exact posterior's spread over {Numbers.Value(exact)}, the encoder's over {Numbers.Value(encoder)}.",
            HorizontalName = "mean of p(z|x)", VerticalName = "mean of q(z|x)", Points = [.. points.Select(point => ("", point))], Plain = true, NameRoom = 14, Path = s_diagonal,
        };
        return Tag.Figure(
            $"Posterior means, epoch {Numbers.Count(entry.Epoch)}", $"of {Numbers.Plural(points.Length, "validation example")}: exact across (deviation {Numbers.Value(exact)}), the encoder's along ({Numbers.Value(encoder)})", plot.Draw());
    }

    private static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }
}
