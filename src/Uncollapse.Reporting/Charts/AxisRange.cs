namespace Uncollapse.Reporting.Charts;

/// <summary>What an axis spans.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, above the lower.</param>
/// <param name="Clips">Whether values lie outside.</param>
internal readonly record struct AxisRange(double Low, double High, bool Clips)
{
    private const double Tail = 0.05;
    private const double Outlying = 3;

    /// <summary>The range of all finite values; [0, 1] where there are none.</summary>
    internal static AxisRange Of(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite))
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low > high ? new AxisRange(0, 1, false) : new AxisRange(low, high, false).Widened();
    }

    /// <summary>
    /// The range of all finite values, unless a few outlying ones (the first epochs, or the last before a divergence) would
    /// press the rest into less than a third of it: then the range of the middle 90 %, widened by half.
    /// </summary>
    internal static AxisRange Robust(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite)];
        Array.Sort(sorted);
        AxisRange all = Of(sorted);
        int cut = (int)(Tail * sorted.Length);
        if (cut == 0) return all;
        double low = sorted[cut], high = sorted[^(cut + 1)], span = high - low;
        if (span <= 0 || all.High - all.Low <= Outlying * span) return all;
        return new AxisRange(Math.Max(all.Low, low - (span / 4)), Math.Min(all.High, high + (span / 4)), true);
    }

    /// <summary>The range made to hold 0 and a second value.</summary>
    internal AxisRange Reaching(double value) => this with { Low = Math.Min(Math.Min(0, value), Low), High = Math.Max(Math.Max(0, value), High) };

    /// <summary>The range with a margin on both sides, but not across 0: what has one sign is not shown room for the other.</summary>
    internal AxisRange Padded(double share)
    {
        double margin = share * (High - Low);
        if (!double.IsFinite(margin)) return this;
        return this with { Low = Low >= 0 ? Math.Max(0, Low - margin) : Low - margin, High = High <= 0 ? Math.Min(0, High + margin) : High + margin };
    }

    internal bool Contains(double value) => value >= Low && value <= High;

    private AxisRange Widened()
    {
        if (High > Low && High - Low > 1e-12 * Math.Abs(High)) return this;
        double margin = High == 0 ? 1 : 0.1 * Math.Abs(High);
        return this with { Low = Low - margin, High = High + margin };
    }
}
