namespace Uncollapse.Treatment.Trials;

/// <summary>What a quantity rose by, example by example.</summary>
/// <param name="Before">Its mean before.</param>
/// <param name="Mean">The mean difference, after minus before.</param>
/// <param name="StandardError">Its standard error over examples.</param>
/// <param name="Examples">Examples.</param>
public sealed record Difference(double Before, double Mean, double StandardError, int Examples)
{
    /// <summary>Whether the values belong to the same examples.</summary>
    public bool IsPaired { get; init; } = true;

    /// <summary>The difference of two means over different examples.</summary>
    /// <param name="before">Values before, at least 2.</param>
    /// <param name="after">Values after, at least 2.</param>
    public static Difference OfOthers(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(before.Count, 2, nameof(before));
        ArgumentOutOfRangeException.ThrowIfLessThan(after.Count, 2, nameof(after));
        static double Square(IReadOnlyList<double> values) => values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1) / values.Count;
        return new Difference(before.Average(), after.Average() - before.Average(), Math.Sqrt(Square(before) + Square(after)), Math.Min(before.Count, after.Count)) { IsPaired = false };
    }

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
