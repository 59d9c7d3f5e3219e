namespace Uncollapse.Reporting.Charts;

/// <summary>A named sequence of points, in the order of X. The style, from 1, chooses colour and dashes.</summary>
internal sealed record Series(string Name, IReadOnlyList<Point> Points, int Style)
{
    internal IEnumerable<Point> Finite => Points.Where(point => point.IsFinite);
}
