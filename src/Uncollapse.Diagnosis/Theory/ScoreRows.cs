namespace Uncollapse.Diagnosis.Theory;

/// <summary>
/// The whitened scores of examples, y = E[F]^(-1/2) s with s = d log p0(x) / d eta at a state that ignores the code: rows whose second moment has the eigenvalues of
/// (E[s s^T], E[F]).
/// </summary>
internal abstract class ScoreRows
{
    /// <summary>Rows N.</summary>
    public abstract int Examples { get; }

    /// <summary>Natural parameters D.</summary>
    public abstract int Dimension { get; }

    /// <summary>Independent parameters: what the second moment's rank can be at most, beside N.</summary>
    public virtual int Rank => Dimension;

    /// <summary>The rows of some examples, by the same whitening.</summary>
    public abstract ScoreRows Some(int[] positions);

    /// <summary>y_n . q_c of every row and direction.</summary>
    /// <param name="directions">Q, [dimension, count].</param>
    /// <param name="count">Directions.</param>
    /// <param name="projections">[examples, count], overwritten.</param>
    public abstract void Project(ReadOnlySpan<float> directions, int count, Span<float> projections);

    /// <summary>(1/N) sum_n y_n (y_n . q_c).</summary>
    /// <param name="directions">Q, [dimension, count].</param>
    /// <param name="count">Directions.</param>
    /// <param name="product">[dimension, count], overwritten.</param>
    public abstract void Multiply(ReadOnlySpan<double> directions, int count, Span<double> product);

    /// <summary>Single precision copies of directions.</summary>
    private protected static float[] Single(ReadOnlySpan<double> values)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (float)values[i];
        return result;
    }
}
