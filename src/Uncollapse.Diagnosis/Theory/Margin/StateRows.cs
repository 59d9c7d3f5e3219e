using System.Numerics.Tensors;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>Whitened scores in memory.</summary>
internal sealed class StateRows(float[] values, int dimension, int rank) : DenseScores
{
    private const int BlockRows = 512;

    public override int Examples => values.Length / dimension;

    public override int Dimension => dimension;

    public override int Rank => rank;

    private protected override int Blocks => (Examples + BlockRows - 1) / BlockRows;

    public override ScoreRows Some(int[] positions) => Some(positions, null);

    /// <summary>The rows of some examples, each parameter times a factor.</summary>
    public StateRows Some(int[] positions, float[]? factors)
    {
        float[] some = new float[positions.Length * dimension];
        for (int i = 0; i < positions.Length; i++)
        {
            Span<float> row = some.AsSpan(i * dimension, dimension);
            values.AsSpan(positions[i] * dimension, dimension).CopyTo(row);
            if (factors is not null) TensorPrimitives.Multiply(row, factors, row);
        }

        return new StateRows(some, dimension, rank);
    }

    private protected override ReadOnlySpan<float> Read(int block)
    {
        int start = block * BlockRows;
        return values.AsSpan(start * dimension, Math.Min(BlockRows, Examples - start) * dimension);
    }
}
