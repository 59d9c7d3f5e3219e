namespace Uncollapse.Reporting.Charts;

/// <summary>
/// Fewer points, the same picture: of each run of neighbours the first, the lowest, the highest and the last are kept (the M4
/// aggregation of Jugel et al. 2014), so that no extreme is lost.
/// </summary>
internal static class Thinning
{
    /// <summary>At most four points a bucket; the points themselves where they are few. A gap of the input stays a gap.</summary>
    internal static IReadOnlyList<Point> Reduce(IReadOnlyList<Point> points, int buckets)
    {
        if (points.Count <= 4 * buckets) return points;
        var kept = new List<Point>(4 * buckets);
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            int begin = (int)((long)bucket * points.Count / buckets), end = (int)((long)(bucket + 1) * points.Count / buckets);
            foreach (int index in Keep(points, begin, end)) kept.Add(points[index]);
        }

        return kept;
    }

    private static SortedSet<int> Keep(IReadOnlyList<Point> points, int begin, int end)
    {
        int lowest = -1, highest = -1, gap = -1;
        for (int i = begin; i < end; i++)
        {
            if (!points[i].IsFinite) gap = i;
            else if (lowest < 0) lowest = highest = i;
            else if (points[i].Y < points[lowest].Y) lowest = i;
            else if (points[i].Y > points[highest].Y) highest = i;
        }

        SortedSet<int> kept = [begin, end - 1];
        if (lowest >= 0) kept.UnionWith([lowest, highest]);
        if (gap >= 0) kept.Add(gap);
        return kept;
    }
}
