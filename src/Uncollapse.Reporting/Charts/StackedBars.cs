using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Bars side by side, each a stack of layers; negative values are drawn as 0.</summary>
internal sealed record StackedBars(string Description, string HorizontalName, IReadOnlyList<(string Name, int Style, IReadOnlyList<double> Values)> Layers)
{
    /// <summary>The vertical axis reaches at least to this.</summary>
    internal double ShortestScale { get; init; }

    internal Element Draw()
    {
        int bars = Layers[0].Values.Count;
        double[] totals = [.. Enumerable.Range(0, bars).Select(bar => Layers.Sum(layer => Height(layer.Values[bar])))];
        double highest = totals.Append(ShortestScale).Max();
        var frame = new PlotFrame(
            (from, to) => new LinearScale(0.5, bars + 0.5, from, to, whole: true),
            (from, to) => new LinearScale(0, highest > 0 ? highest : 1, from, to),
            top: 30, right: 12);
        Element drawing = Svg.Drawing(PlotFrame.Width, PlotFrame.Height, Description);
        drawing.Add(frame.Axes(HorizontalName));
        double pitch = (frame.Right - frame.Left) / bars, width = bars <= 80 ? Math.Min(0.72 * pitch, 28) : pitch;
        double[] floor = new double[bars];
        double x = frame.Left;
        foreach ((string name, int style, IReadOnlyList<double> values) in Layers)
        {
            var path = new PathData();
            for (int bar = 0; bar < bars; bar++)
            {
                double height = Height(values[bar]);
                double bottom = frame.Y.Map(floor[bar]), top = frame.Y.Map(floor[bar] + height);
                if (bottom - top > 0.05) path.Rectangle(frame.X.Map(bar + 1) - (width / 2), top, width, bottom - top);
                floor[bar] += height;
            }

            if (!path.IsEmpty) drawing.Add(Svg.Path(path, $"area f{style}"));
            drawing.Add(Svg.Rectangle(x, 3, 12, 10, $"area f{style}"), Svg.Text(x + 17, 12, name, "legend-name"));
            x += 17 + (Svg.CharacterWidth * name.Length) + 16;
        }

        return drawing;
    }

    private static double Height(double value) => double.IsFinite(value) ? Math.Max(0, value) : 0;
}
