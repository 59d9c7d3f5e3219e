using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Series over whole numbers (epochs), each labelled with its last value.</summary>
internal sealed record LineChart
{
    private const int Buckets = 300;

    internal required string Title { get; init; }

    internal string HorizontalName { get; init; } = "epoch";

    internal required IReadOnlyList<Series> Series { get; init; }

    /// <summary>The vertical axis holds 0 and reaches at least to this; null: only the values count.</summary>
    internal double? Reaching { get; init; }

    /// <summary>Whether the vertical axis is logarithmic where all values are positive and span more than a decade.</summary>
    internal bool Logarithmic { get; init; }

    /// <summary>Vertical lines with a label, such as the best epoch.</summary>
    internal IReadOnlyList<(double X, string Label)> Markers { get; init; } = [];

    internal Drawing Draw()
    {
        var range = AxisRange.Robust(Values());
        bool log = Logarithmic && Values().All(value => value > 0) && Values().Max() > 10 * Values().Min();
        if (log) range = AxisRange.Of(Values());
        AxisRange shown = log ? range : (Reaching is { } least ? range.Reaching(least) : range).Padded(0.04);
        var across = AxisRange.Of(Series.SelectMany(series => series.Points).Select(point => point.X));
        bool single = Series.SelectMany(series => series.Points).Select(point => point.X).Distinct().Take(2).Count() < 2;
        if (single) across = new AxisRange(across.Low - 1, across.High + 1, false);
        var frame = new PlotFrame(
            (from, to) => new LinearScale(across.Low, across.High, from, to, whole: true),
            (from, to) => log ? new LogScale(shown.Low, shown.High, from, to) : new LinearScale(shown.Low, shown.High, from, to),
            top: Series.Count > 1 || Markers.Count > 0 ? 38 : 14,
            right: 12 + (Svg.CharacterWidth * LastLabels().Select(label => label.Length).DefaultIfEmpty(0).Max()));
        Element drawing = Svg.Drawing(PlotFrame.Width, PlotFrame.Height, Description());
        drawing.Add(frame.Axes(HorizontalName));
        if (Series.Count > 1) drawing.Add(Legend.Row(frame.Left, 12, [.. Series.Select(series => (series.Name, series.Style))]));
        foreach ((double x, string label) in Markers) drawing.Add(Marker(frame, x, label));
        Element window = frame.Window();
        foreach (Series series in Series) Draw(series, frame, window);
        drawing.Add(window).AddRange(EndLabels(frame));
        return new Drawing(drawing, Remarks.Of(Series, shown, HorizontalName));
    }

    private static void Draw(Series series, PlotFrame frame, Element window)
    {
        IReadOnlyList<Point> drawn = frame.Map(Thinning.Reduce(series.Points, Buckets));
        var line = PathData.Line(drawn);
        if (!line.IsEmpty) window.Add(Svg.Path(line, $"line s{series.Style}"));
        foreach (Point point in PathData.Lonely(drawn)) window.Add(Svg.Dot(point.X, point.Y, 3, $"dot s{series.Style}"));
    }

    private static Element Marker(PlotFrame frame, double x, string label)
    {
        double at = frame.X.Map(x);
        bool left = at > (frame.Left + frame.Right) / 2;
        return new Element("g", Svg.Line(at, frame.Top - 4, at, frame.Floor, "marker"), Svg.Text(at + (left ? 3 : -3), frame.Top - 8, label, "marker-label", left ? "end" : "start"));
    }

    private IEnumerable<Element> EndLabels(PlotFrame frame)
    {
        (Series Series, Point Last)[] ends = [.. Series.Where(series => series.Finite.Any()).Select(series => (series, series.Finite.Last()))];
        double[] places = Labels.Spread([.. ends.Select(end => frame.Y.Map(end.Last.Y) + 4)], 13, frame.Top + 4, frame.Floor);
        for (int i = 0; i < ends.Length; i++)
        {
            yield return Svg.Text(frame.Right + 6, places[i], Shown(ends[i].Last.Y), $"end-label t{ends[i].Series.Style}");
        }
    }

    private IEnumerable<string> LastLabels() => Series.Where(series => series.Finite.Any()).Select(series => Shown(series.Finite.Last().Y));

    private static string Shown(double value) => Numbers.Minus(Numbers.Value(value));

    private IEnumerable<double> Values() => Series.SelectMany(series => series.Finite).Select(point => point.Y).DefaultIfEmpty(0);

    private string Description()
    {
        IEnumerable<string> parts = Series.Select(series => series.Finite.Any()
            ? $"{series.Name} from {Shown(series.Finite.First().Y)} to {Shown(series.Finite.Last().Y)}, lowest {Shown(series.Finite.Min(p => p.Y))}, highest {Shown(series.Finite.Max(p => p.Y))}"
            : $"{series.Name} has no finite value");
        return $"{Title} by {HorizontalName}: {string.Join("; ", parts)}.";
    }
}
