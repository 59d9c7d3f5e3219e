namespace Uncollapse.Treatment.Trials;

/// <summary>What a quantity rose by, example by example.</summary>
/// <param name="Before">Its mean before.</param>
/// <param name="Mean">The mean difference, after minus before.</param>
/// <param name="StandardError">Its standard error over examples.</param>
/// <param name="Examples">Examples.</param>
public sealed record Difference(double Before, double Mean, double StandardError, int Examples)
{
    /// <summary>The difference of values that belong to the same examples.</summary>
    /// <param name="before">Values before, at least 2.</param>
    /// <param name="after">Values after.</param>
    public static Difference Of(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(before.Count, 2, nameof(before));
        ArgumentOutOfRangeException.ThrowIfNotEqual(after.Count, before.Count, nameof(after));
        double[] rises = [.. after.Zip(before, (later, earlier) => later - earlier)];
        double mean = rises.Average(), squares = rises.Sum(rise => (rise - mean) * (rise - mean));
        return new Difference(before.Average(), mean, Math.Sqrt(squares / (rises.Length - 1) / rises.Length), rises.Length);
    }
}
