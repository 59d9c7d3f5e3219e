namespace Uncollapse.Reporting.Charts;

/// <summary>Labels side by side that must not overlap.</summary>
internal static class Labels
{
    /// <summary>Positions as near to the wanted ones as a gap between neighbours and the two ends allow, in the order given.</summary>
    internal static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        double[] placed = new double[wanted.Count];
        double next = low;
        foreach (int i in order)
        {
            placed[i] = Math.Max(next, Math.Clamp(wanted[i], low, Math.Max(low, high)));
            next = placed[i] + gap;
        }

        double limit = high;
        foreach (int i in order.Reverse())
        {
            placed[i] = Math.Min(placed[i], limit);
            limit = placed[i] - gap;
        }

        return placed;
    }
}
