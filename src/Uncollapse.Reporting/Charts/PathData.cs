using System.Globalization;
using System.Text;

namespace Uncollapse.Reporting.Charts;

/// <summary>The <c>d</c> of an SVG path, in tenths of a unit.</summary>
internal sealed class PathData
{
    // Far outside any drawing, yet small enough for every renderer.
    private const double Farthest = 1e5;

    private readonly StringBuilder _text = new();

    internal bool IsEmpty => _text.Length == 0;

    internal PathData MoveTo(double x, double y) => Command('M', x, y);

    internal PathData LineTo(double x, double y) => Command('L', x, y);

    internal PathData Rectangle(double x, double y, double width, double height)
    {
        MoveTo(x, y).LineTo(x + width, y).LineTo(x + width, y + height).LineTo(x, y + height);
        _text.Append('Z');
        return this;
    }

    /// <summary>A line through the points, broken at gaps; a point alone between gaps is left to <see cref="Lonely"/>.</summary>
    internal static PathData Line(IReadOnlyList<Point> drawn)
    {
        var path = new PathData();
        for (int i = 0; i < drawn.Count; i++)
        {
            if (!drawn[i].IsFinite) continue;
            bool first = i == 0 || !drawn[i - 1].IsFinite;
            bool last = i + 1 == drawn.Count || !drawn[i + 1].IsFinite;
            if (first && last) continue;
            _ = first ? path.MoveTo(drawn[i].X, drawn[i].Y) : path.LineTo(drawn[i].X, drawn[i].Y);
        }

        return path;
    }

    /// <summary>Points without a neighbour, which a line cannot show.</summary>
    internal static IEnumerable<Point> Lonely(IReadOnlyList<Point> drawn) => drawn.Where((point, i) =>
        point.IsFinite && (i == 0 || !drawn[i - 1].IsFinite) && (i + 1 == drawn.Count || !drawn[i + 1].IsFinite));

    public override string ToString() => _text.ToString();

    private PathData Command(char command, double x, double y)
    {
        _text.Append(command).Append(Round(x)).Append(' ').Append(Round(y));
        return this;
    }

    private static string Round(double value) => Math.Clamp(value, -Farthest, Farthest).ToString("0.#", CultureInfo.InvariantCulture);
}
