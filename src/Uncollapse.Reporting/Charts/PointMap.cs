using System.Globalization;
using System.Text;
using Uncollapse.Records.Maps;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Many points on a plane, both axes on one scale, a path for each colour: a dot is a line of no length with a round end, ten bytes of the page.</summary>
internal sealed class PointMap
{
    private const double Size = 420;
    private const double Margin = 8;
    private const int MostNames = 24;
    private readonly double[] _x;
    private readonly double[] _y;

    internal PointMap(MapProjection projection)
    {
        int count = projection.Points.Count / 2;
        float[] across = [.. Enumerable.Range(0, count).Select(n => projection.Points[2 * n])], along = [.. Enumerable.Range(0, count).Select(n => projection.Points[(2 * n) + 1])];
        double reach = Math.Max(Math.Max(across.Max() - across.Min(), along.Max() - along.Min()), 1e-12), scale = (Size - (2 * Margin)) / reach;
        double left = (Size - (scale * (across.Max() - across.Min()))) / 2, top = (Size - (scale * (along.Max() - along.Min()))) / 2;
        _x = [.. across.Select(value => left + (scale * (value - across.Min())))];
        _y = [.. along.Select(value => top + (scale * (along.Max() - value)))];
    }

    /// <summary>The points in groups, the first at the bottom.</summary>
    /// <param name="description">Read out in its place.</param>
    /// <param name="groups">Colour (null: none known), name to write in the middle (empty: none) and points of each.</param>
    internal Element Draw(string description, IReadOnlyList<(string? Colour, string Name, IReadOnlyList<int> Points)> groups)
    {
        Element drawing = Svg.Drawing(Size, Size, description).Add(Svg.Rectangle(0.5, 0.5, Size - 1, Size - 1, "map-frame"));
        double radius = Math.Clamp(170 / Math.Sqrt(_x.Length), 2.6, 7);
        foreach ((string? colour, _, IReadOnlyList<int> points) in groups.Where(group => group.Points.Count > 0))
        {
            Element path = new Element("path").With("d", Dots(points)).With("stroke-width", radius).Class(colour is null ? "dots unknown" : "dots");
            drawing.Add(colour is null ? path : path.With("stroke", colour));
        }

        AddNames(drawing, groups);
        return drawing;
    }

    private string Dots(IReadOnlyList<int> points)
    {
        var text = new StringBuilder();
        foreach (int n in points) text.Append(CultureInfo.InvariantCulture, $"M{_x[n]:0.#} {_y[n]:0.#}h0");
        return text.ToString();
    }

    // The largest groups first; a name that would lie on another is left to the legend.
    private void AddNames(Element drawing, IReadOnlyList<(string? Colour, string Name, IReadOnlyList<int> Points)> groups)
    {
        var taken = new List<(double X, double Y, double Half)>();
        foreach ((string? _, string name, IReadOnlyList<int> points) in groups.Where(group => group.Name.Length > 0 && group.Points.Count > 0).OrderByDescending(group => group.Points.Count).Take(MostNames))
        {
            double half = Svg.CharacterWidth * name.Length / 2, y = Median(points, _y) + 4;
            double x = Math.Clamp(Median(points, _x), half + 2, Math.Max(half + 2, Size - half - 2));
            if (taken.Any(other => Math.Abs(other.Y - y) < 13 && Math.Abs(other.X - x) < other.Half + half)) continue;
            taken.Add((x, y, half));
            drawing.Add(Svg.Text(x, y, name, "place", "middle"));
        }
    }

    private static double Median(IReadOnlyList<int> points, double[] values) => points.Select(n => values[n]).Order().ElementAt(points.Count / 2);
}
