using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>A matrix as cells, the darker the larger, with a scale beside it; the first row at the top. As wide as the other charts, so that letters are as large.</summary>
/// <param name="Description">Read out in its place.</param>
/// <param name="Rows">Values, each row as long as the others.</param>
/// <param name="HorizontalName">Under it.</param>
/// <param name="Low">What is drawn empty.</param>
/// <param name="High">What is drawn full.</param>
internal sealed record HeatMap(string Description, IReadOnlyList<IReadOnlyList<double>> Rows, string HorizontalName, double Low, double High)
{
    private const double Side = 232;
    private const double Below = 22;
    private const double Left = 84;
    private const double ScaleWidth = 12;
    private const double Gap = 18;

    /// <summary>At the left, at half height.</summary>
    internal string VerticalName { get; init; } = "";

    /// <summary>How wide it is drawn; a square unless said.</summary>
    internal double Wide { get; init; } = Side;

    internal Element Draw()
    {
        int columns = Rows[0].Count;
        double width = Wide / columns, height = Side / Rows.Count;
        Element drawing = Svg.Drawing(PlotFrame.Width, Side + Below, Description);
        drawing.Add(Svg.Rectangle(Left, 0, Wide, Side, "track"));
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double share = High > Low && double.IsFinite(Rows[row][column]) ? Math.Clamp((Rows[row][column] - Low) / (High - Low), 0, 1) : 0;
                if (share < 0.005) continue;
                drawing.Add(Svg.Rectangle(Left + (column * width), row * height, width, height, "area f1").With("fill-opacity", share));
            }
        }

        if (VerticalName.Length > 0) drawing.Add(Svg.Text(Left - 8, (Side / 2) + 4, VerticalName, "axis-name", "end"));
        return drawing.Add(Svg.Text(Left + (Wide / 2), Side + Below - 5, HorizontalName, "axis-name", "middle")).AddRange(Scale());
    }

    /// <summary>What full and empty stand for.</summary>
    private IEnumerable<Element> Scale()
    {
        const int Steps = 24;
        const double Height = Side / 2;
        double x = Left + Wide + Gap, step = Height / Steps;
        yield return Svg.Rectangle(x, Height / 2, ScaleWidth, Height, "track");
        for (int i = 0; i < Steps; i++) yield return Svg.Rectangle(x, (Height / 2) + (i * step), ScaleWidth, step, "area f1").With("fill-opacity", 1 - ((double)i / Steps));
        yield return Svg.Text(x + ScaleWidth + 6, (Height / 2) + 9, Shown(High), "tick");
        yield return Svg.Text(x + ScaleWidth + 6, 1.5 * Height, Shown(Low), "tick");
    }

    private static string Shown(double value) => Numbers.Minus(Numbers.Value(value));
}
