using System.Numerics.Tensors;

namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>The same scores as rows, a block at a time, for so few outputs that their second moment is kept.</summary>
internal sealed class DenseCountScores : DenseScores
{
    private const int BlockRows = 256;
    private readonly CountState _state;
    private readonly int[] _examples;
    private readonly float[] _rows;
    private readonly double[] _row;

    /// <summary>Scores of all examples of a state.</summary>
    public DenseCountScores(CountState state)
        : this(state, [.. Enumerable.Range(0, state.Matrix.Examples)])
    {
    }

    private DenseCountScores(CountState state, int[] examples)
    {
        _state = state;
        _examples = examples;
        _row = new double[state.Matrix.Outputs];
        _rows = new float[Math.Min(BlockRows, examples.Length) * _row.Length];
    }

    public override int Examples => _examples.Length;

    public override int Dimension => _row.Length;

    public override int Rank => _state.Whitening.Rank;

    private protected override int Blocks => (_examples.Length + BlockRows - 1) / BlockRows;

    public override ScoreRows Some(int[] positions) => new DenseCountScores(_state, Array.ConvertAll(positions, position => _examples[position]));

    private protected override ReadOnlySpan<float> Read(int block)
    {
        ReadOnlySpan<int> some = _examples.AsSpan(block * BlockRows, Math.Min(BlockRows, _examples.Length - (block * BlockRows)));
        for (int i = 0; i < some.Length; i++)
        {
            int n = some[i];
            ReadOnlySpan<double> coefficients = _state.Coefficients.AsSpan(n * _state.Terms, _state.Terms);
            for (int d = 0; d < _row.Length; d++) _row[d] = TensorPrimitives.Dot(coefficients, _state.Basis.AsSpan(d * _state.Terms, _state.Terms));
            for (int e = _state.Matrix.Starts[n]; e < _state.Matrix.Starts[n + 1]; e++) _row[_state.Matrix.Columns[e]] += _state.Entries[e];
            _state.Whitening.Whiten(_row, 1);
            TensorPrimitives.ConvertTruncating<double, float>(_row, _rows.AsSpan(i * _row.Length, _row.Length));
        }

        return _rows.AsSpan(0, some.Length * _row.Length);
    }
}
