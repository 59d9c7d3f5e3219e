namespace Uncollapse.Records.Treatments;

/// <summary>Something that must hold for a treatment to be accepted.</summary>
/// <param name="Measure">The measure, as in <c>diagnosis.json</c>.</param>
/// <param name="Meaning">What it is, for people.</param>
/// <param name="Before">Its value before; null where it has none. Of the verdict: 0 healthy, 1 partial, 2 collapsed.</param>
/// <param name="After">Its value after; null where it has none.</param>
/// <param name="Expected">What must hold, in words.</param>
/// <param name="Holds">Whether it does.</param>
public sealed record TreatmentCheck(string Measure, string Meaning, double? Before, double? After, string Expected, bool Holds)
{
    /// <summary>Whether both values could be compared; where not, it holds and does not count.</summary>
    public bool IsCompared { get; init; } = true;
}
