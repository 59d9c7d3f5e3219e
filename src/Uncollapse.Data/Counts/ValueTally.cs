namespace Uncollapse.Data.Counts;

/// <summary>Range and wholeness of values as they stream by.</summary>
internal sealed class ValueTally
{
    private float minimum = float.PositiveInfinity;
    private float maximum = float.NegativeInfinity;
    private bool isWhole = true;
    private long seen;

    /// <summary>The largest value so far.</summary>
    public float Maximum => maximum;

    /// <summary>Whether all values so far are whole numbers from 0.</summary>
    public bool IsCounts => isWhole && !(minimum < 0);

    /// <summary>Adds values; those that are not finite make the matrix fractional, and are the reader's to refuse.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        float low = minimum, high = maximum;
        bool whole = isWhole;
        foreach (float value in values)
        {
            low = MathF.Min(low, value);
            high = MathF.Max(high, value);
            whole &= value == MathF.Truncate(value) && float.IsFinite(value);
        }
        (minimum, maximum, isWhole) = (low, high, whole);
        seen += values.Length;
    }

    /// <summary>What was seen.</summary>
    /// <param name="name">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="isComplete">Whether all of it was.</param>
    public MatrixLook Look(string name, int rows, int columns, bool isComplete = true)
    {
        // What a sparse matrix leaves out is 0.
        bool hasZeros = seen < (long)rows * columns;
        double low = seen == 0 ? 0 : hasZeros ? Math.Min(0, minimum) : minimum;
        double high = seen == 0 ? 0 : hasZeros ? Math.Max(0, maximum) : maximum;
        return new MatrixLook(name, rows, columns, seen, low, high, isWhole, isComplete);
    }
}
