using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>A matrix as cells, the darker the larger; the first row at the top.</summary>
/// <param name="Description">Read out in its place.</param>
/// <param name="Rows">Values, each row as long as the others.</param>
/// <param name="HorizontalName">Under it.</param>
/// <param name="Low">What is drawn empty.</param>
/// <param name="High">What is drawn full.</param>
internal sealed record HeatMap(string Description, IReadOnlyList<IReadOnlyList<double>> Rows, string HorizontalName, double Low, double High)
{
    private const double Side = 232;
    private const double Below = 20;

    internal Element Draw()
    {
        int columns = Rows[0].Count;
        double width = Side / columns, height = Side / Rows.Count;
        Element drawing = Svg.Drawing(Side, Side + Below, Description);
        drawing.Add(Svg.Rectangle(0, 0, Side, Side, "track"));
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double share = High > Low && double.IsFinite(Rows[row][column]) ? Math.Clamp((Rows[row][column] - Low) / (High - Low), 0, 1) : 0;
                if (share < 0.005) continue;
                drawing.Add(Svg.Rectangle(column * width, row * height, width, height, "area f1").With("fill-opacity", share));
            }
        }

        return drawing.Add(Svg.Text(Side / 2, Side + Below - 5, HorizontalName, "axis-name", "middle"));
    }
}
