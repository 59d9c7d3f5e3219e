using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>The box of a plot with its two axes: grid lines, ticks, the name of the horizontal axis; room for labels round it.</summary>
internal sealed class PlotFrame
{
    internal const double Width = 440;
    internal const double Height = 232;
    private const double Bottom = 36;

    internal PlotFrame(Func<double, double, Scale> horizontal, Func<double, double, Scale> vertical, double top, double right)
    {
        Top = top;
        Right = Width - right;
        Floor = Height - Bottom;
        Y = vertical(Floor, Top);
        VerticalTicks = Y.Ticks(5);
        Left = 10 + (Svg.CharacterWidth * VerticalTicks.Max(tick => tick.Label.Length));
        X = horizontal(Left, Right);
    }

    internal double Left { get; }

    internal double Right { get; }

    internal double Top { get; }

    /// <summary>Where the horizontal axis lies.</summary>
    internal double Floor { get; }

    internal Scale X { get; }

    internal Scale Y { get; }

    private IReadOnlyList<Tick> VerticalTicks { get; }

    /// <summary>Grid, ticks and labels.</summary>
    internal Element Axes(string horizontalName)
    {
        Element axes = new Element("g").Class("axes");
        foreach (Tick tick in VerticalTicks)
        {
            double y = Y.Map(tick.Value);
            axes.Add(Svg.Line(Left, y, Right, y, "grid"), Svg.Text(Left - 6, y + 4, tick.Label, "tick", "end"));
        }

        axes.Add(Svg.Line(Left, Floor, Right, Floor, "axis"));
        foreach (Tick tick in X.Ticks(6))
        {
            double x = X.Map(tick.Value);
            axes.Add(Svg.Line(x, Floor, x, Floor + 4, "axis"), Svg.Text(x, Floor + 16, tick.Label, "tick", "middle"));
        }

        return axes.Add(Svg.Text((Left + Right) / 2, Height - 4, horizontalName, "axis-name", "middle"));
    }

    /// <summary>The window in which data are drawn; a little larger than the box so that a line on its edge is not halved.</summary>
    internal Element Window() => Svg.Window(Left - 3, Top - 3, Right - Left + 6, Floor - Top + 6);

    internal IReadOnlyList<Point> Map(IEnumerable<Point> points) =>
        [.. points.Select(point => point.IsFinite ? new Point(X.Map(point.X), Y.Map(point.Y)) : new Point(double.NaN, double.NaN))];
}
