namespace Uncollapse.Reporting.Charts;

/// <summary>From the data's units to the drawing's.</summary>
internal abstract class Scale(double low, double high, double from, double to)
{
    /// <summary>The lower end in the data's units.</summary>
    internal double Low { get; } = low;

    /// <summary>The upper end in the data's units.</summary>
    internal double High { get; } = high;

    /// <summary>Where the lower end is drawn.</summary>
    internal double From { get; } = from;

    /// <summary>Where the upper end is drawn.</summary>
    internal double To { get; } = to;

    /// <summary>Where a value is drawn; beyond the ends for values outside.</summary>
    internal double Map(double value) => From + (Share(value) * (To - From));

    /// <summary>The share of the way from the lower end to the upper.</summary>
    internal abstract double Share(double value);

    internal abstract IReadOnlyList<Tick> Ticks(int count);
}
