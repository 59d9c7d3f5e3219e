namespace Uncollapse.Diagnosis.Measures;

/// <summary>A two-sided interval.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Whether a value lies inside, the ends included.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>The two ends, as records hold them.</summary>
    public IReadOnlyList<double> ToList() => [Lower, Upper];
}
