using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Estimates below each other with their intervals, against 0: a forest plot.</summary>
internal sealed record IntervalPlot(string Title, string Unit, IReadOnlyList<IntervalRow> Rows)
{
    private const double RowHeight = 24;
    private const double Top = 8;

    internal Element Draw()
    {
        double height = Top + (RowHeight * Rows.Count) + 38, floor = Top + (RowHeight * Rows.Count);
        double left = 12 + (Svg.CharacterWidth * Rows.Max(row => row.Label.Length));
        double right = PlotFrame.Width - 14 - (Svg.CharacterWidth * Rows.Max(row => Text(row).Length));
        AxisRange range = AxisRange.Of(Rows.SelectMany(row => new[] { row.Value, row.Low, row.High })).Reaching(0).Padded(0.05);
        var scale = new LinearScale(range.Low, range.High, left, right);
        Element drawing = Svg.Drawing(PlotFrame.Width, height, $"{Title}: {string.Join("; ", Rows.Select(row => $"{row.Label} {Text(row)}"))} {Unit}.");
        Element axes = new Element("g").Class("axes");
        foreach (Tick tick in scale.Ticks(4))
        {
            double x = scale.Map(tick.Value);
            axes.Add(Svg.Line(x, Top, x, floor, tick.Value == 0 ? "axis" : "grid"), Svg.Text(x, floor + 15, tick.Label, "tick", "middle"));
        }

        drawing.Add(axes, Svg.Text((left + right) / 2, height - 4, Unit, "axis-name", "middle"));
        for (int i = 0; i < Rows.Count; i++) drawing.Add(Row(Rows[i], Top + (RowHeight * (i + 0.5)), scale, left, right));
        return drawing;
    }

    private static Element Row(IntervalRow row, double y, Scale scale, double left, double right)
    {
        var drawn = new Element("g", Svg.Text(left - 8, y + 4, row.Label, "row-label", "end"), Svg.Text(right + 8, y + 4, Text(row), "row-value"));
        if (double.IsFinite(row.Low) && double.IsFinite(row.High))
        {
            double from = scale.Map(row.Low), to = scale.Map(row.High);
            drawn.Add(Svg.Line(from, y, to, y, "interval"));
        }

        return double.IsFinite(row.Value) ? drawn.Add(Svg.Dot(scale.Map(row.Value), y, 3.4, "dot s1")) : drawn;
    }

    private static string Text(IntervalRow row)
    {
        bool known = double.IsFinite(row.Low) && double.IsFinite(row.High);
        string value = known ? Numbers.Value(row.Value, (row.High - row.Low) / 2) : Numbers.Value(row.Value);
        string interval = known ? $" {Numbers.Interval(row.Low, row.High)}" : "";
        return Numbers.Minus(value + interval);
    }
}
