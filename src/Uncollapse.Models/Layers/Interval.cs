namespace Uncollapse.Models.Layers;

/// <summary>Neighbouring outputs of an example, from the first to the last; none where the last is before the first.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal readonly record struct Interval(int First, int Last)
{
    /// <summary>Whether all of it lies within another.</summary>
    public bool IsWithin(Interval other) => First >= other.First && Last <= other.Last;
}
