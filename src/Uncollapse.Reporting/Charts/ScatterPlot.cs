using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Labelled points on a plane, with a path behind them and lines of slope -1 through them where asked for.</summary>
internal sealed record ScatterPlot
{
    internal required string Description { get; init; }

    internal required string HorizontalName { get; init; }

    internal required string VerticalName { get; init; }

    internal required IReadOnlyList<(string Name, Point At)> Points { get; init; }

    /// <summary>A line behind the points, such as a training's way; only its part near the points is shown.</summary>
    internal IReadOnlyList<Point> Path { get; init; } = [];

    /// <summary>Whether a line of constant x + y goes through each point.</summary>
    internal bool Antidiagonals { get; init; }

    /// <summary>Whether all points look alike; otherwise each has its colour.</summary>
    internal bool Plain { get; init; }

    /// <summary>How many colours there are; the points from the last on share it.</summary>
    internal int Colours { get; init; } = 4;

    /// <summary>Room for the points' names.</summary>
    internal double NameRoom { get; init; } = 66;

    /// <summary>The horizontal axis holds 0 and reaches at least to this; null: only the points count.</summary>
    internal double? ReachingAcross { get; init; }

    /// <summary>The same of the vertical axis.</summary>
    internal double? ReachingAlong { get; init; }

    internal Element Draw()
    {
        Point[] near = [.. Points.Select(point => point.At).Where(at => at.IsFinite), .. Path.Where(point => point.IsFinite).Skip(Path.Count / 2)];
        AxisRange across = Range(near.Select(point => point.X), ReachingAcross), along = Range(near.Select(point => point.Y), ReachingAlong);
        var frame = new PlotFrame(
            (from, to) => new LinearScale(across.Low, across.High, from, to), (from, to) => new LinearScale(along.Low, along.High, from, to), top: 24, right: NameRoom);
        Element drawing = Svg.Drawing(PlotFrame.Width, PlotFrame.Height, Description);
        drawing.Add(frame.Axes(HorizontalName), Svg.Text(2, 12, VerticalName, "axis-name"));
        Element window = frame.Window();
        if (Antidiagonals) AddAntidiagonals(window, frame);
        var way = PathData.Line(frame.Map(Thinning.Reduce(Path, 300)));
        if (!way.IsEmpty) window.Add(Svg.Path(way, "way"));
        (string Name, Point At)[] shown = [.. Points.Where(point => point.At.IsFinite)];
        var dots = new Element("g");
        for (int i = 0; i < shown.Length; i++)
        {
            dots.Add(Svg.Dot(frame.X.Map(shown[i].At.X), frame.Y.Map(shown[i].At.Y), Plain ? 3.2 : 4.5, Plain ? "dot s1 plain" : $"dot s{Math.Min(i + 1, Colours)}"));
        }

        (string Name, Point At)[] named = [.. shown.Where(point => point.Name.Length > 0)];
        double[] places = Labels.Spread([.. named.Select(point => frame.Y.Map(point.At.Y) + 4)], 13, frame.Top + 4, frame.Floor);
        for (int i = 0; i < named.Length; i++)
        {
            double x = frame.X.Map(named[i].At.X) + 6, y = frame.Y.Map(named[i].At.Y);
            if (x < frame.Right) drawing.Add(Svg.Line(x, y, frame.Right + 2, places[i] - 4, "leader"));
            drawing.Add(Svg.Text(frame.Right + 5, places[i], named[i].Name, Plain ? "tick" : "end-label"));
        }

        return drawing.Add(window, dots);
    }

    private static AxisRange Range(IEnumerable<double> values, double? reaching)
    {
        var range = AxisRange.Of(values);
        return (reaching is { } least ? range.Reaching(least) : range).Padded(reaching is null ? 0.15 : 0.05);
    }

    private void AddAntidiagonals(Element window, PlotFrame frame)
    {
        foreach ((_, Point at) in Points.Where(point => point.At.IsFinite))
        {
            double sum = at.X + at.Y;
            window.Add(Svg.Line(frame.Left, frame.Y.Map(sum - frame.X.Low), frame.Right, frame.Y.Map(sum - frame.X.High), "isoline"));
        }
    }
}
