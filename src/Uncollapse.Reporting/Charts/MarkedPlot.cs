using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Points marked by their verdicts, lines through their means, and vertical lines with a label.</summary>
internal sealed record MarkedPlot
{
    private const double LineHeight = 15;

    internal required string Description { get; init; }

    internal required string HorizontalName { get; init; }

    internal required string VerticalName { get; init; }

    internal required IReadOnlyList<(Point At, Verdict Verdict)> Points { get; init; }

    /// <summary>Lines behind the points; named where there are several.</summary>
    internal IReadOnlyList<Series> Lines { get; init; } = [];

    /// <summary>Words beside points of the plane; one that would lie on another is left out.</summary>
    internal IReadOnlyList<(Point At, string Text)> Names { get; init; } = [];

    /// <summary>Vertical lines; those beyond the points are left out.</summary>
    internal IReadOnlyList<(double X, string Label)> Markers { get; init; } = [];

    /// <summary>Whether equal ratios are equal lengths across.</summary>
    internal bool LogarithmicAcross { get; init; }

    /// <summary>Whether the vertical axis holds 0.</summary>
    internal bool ReachingZero { get; init; }

    /// <summary>Whether a place lies within the drawing's width: markers elsewhere are left out.</summary>
    internal bool Shows(double x) => Across().Range.Contains(x);

    /// <summary>What the drawing spans across, and whether in equal ratios.</summary>
    private (AxisRange Range, bool IsLogarithmic) Across()
    {
        var across = AxisRange.Of(Points.Select(point => point.At.X));
        bool log = LogarithmicAcross && across.Low > 0;
        double ratio = log ? Math.Pow(across.High / across.Low, 0.05) : 1;
        return (log ? across with { Low = across.Low / ratio, High = across.High * ratio } : across.Padded(0.06), log);
    }

    internal Element Draw()
    {
        (AxisRange across, bool log) = Across();
        var along = AxisRange.Of(Points.Select(point => point.At.Y));
        along = (ReachingZero ? along.Reaching(0) : along).Padded(0.08);
        (double X, string Label)[] markers = [.. Markers.Where(marker => across.Contains(marker.X))];
        bool named = Lines.Count > 1;
        double top = 22 + (named ? LineHeight : 0) + (markers.Length > 0 ? LineHeight : 0);
        var frame = new PlotFrame(
            (from, to) => log ? new LogScale(across.Low, across.High, from, to) : new LinearScale(across.Low, across.High, from, to), (from, to) => new LinearScale(along.Low, along.High, from, to), top, right: 14);
        Element drawing = Svg.Drawing(PlotFrame.Width, PlotFrame.Height, Description).Add(frame.Axes(HorizontalName), Svg.Text(2, 12, VerticalName, "axis-name"));
        if (named) drawing.Add(Legend.Row(frame.Left, 12 + LineHeight, [.. Lines.Select(line => (line.Name, line.Style))]));
        foreach ((double x, string label) in markers) drawing.Add(Marker(frame, x, label));
        Element window = frame.Window();
        foreach (Series line in Lines)
        {
            var path = PathData.Line(frame.Map(line.Points));
            if (!path.IsEmpty) window.Add(Svg.Path(path, $"line s{line.Style}"));
        }

        drawing.Add(window);
        foreach ((Point at, Verdict verdict) in Points.Where(point => point.At.IsFinite)) drawing.Add(Mark.Of(verdict, frame.X.Map(at.X), frame.Y.Map(at.Y)));
        return drawing.AddRange(Placed(frame));
    }

    private static Element Marker(PlotFrame frame, double x, string label)
    {
        double at = frame.X.Map(x);
        bool right = at > (frame.Left + frame.Right) / 2;
        return new Element("g", Svg.Line(at, frame.Top - 4, at, frame.Floor, "marker"), Svg.Text(at + (right ? 3 : -3), frame.Top - 8, label, "marker-label", right ? "end" : "start"));
    }

    private IEnumerable<Element> Placed(PlotFrame frame)
    {
        var taken = new List<(double X, double Y, double Width)>();
        foreach ((Point at, string text) in Names.Where(name => name.At.IsFinite))
        {
            double width = Svg.CharacterWidth * text.Length, x = frame.X.Map(at.X) + 8, y = frame.Y.Map(at.Y) - 5;
            if (x + width > frame.Right) x -= width + 16;
            if (taken.Any(other => Math.Abs(other.Y - y) < 12 && x < other.X + other.Width + 3 && other.X < x + width + 3)) continue;
            taken.Add((x, y, width));
            yield return Svg.Text(x, y, text, "tick");
        }
    }
}
