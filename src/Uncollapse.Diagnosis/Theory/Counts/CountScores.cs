using System.Numerics.Tensors;

namespace Uncollapse.Diagnosis.Theory.Counts;

/// <summary>Whitened scores of counts by their entries: a product costs as many steps as there are counts above 0, whatever the number of outputs.</summary>
internal sealed class CountScores : ScoreRows
{
    private readonly CountState _state;
    private readonly int[] _examples;

    /// <summary>Scores of all examples of a state.</summary>
    public CountScores(CountState state)
        : this(state, [.. Enumerable.Range(0, state.Matrix.Examples)])
    {
    }

    private CountScores(CountState state, int[] examples)
    {
        _state = state;
        _examples = examples;
    }

    public override int Examples => _examples.Length;

    public override int Dimension => _state.Matrix.Outputs;

    public override int Rank => _state.Whitening.Rank;

    public override ScoreRows Some(int[] positions) => new CountScores(_state, Array.ConvertAll(positions, position => _examples[position]));

    public override void Project(ReadOnlySpan<float> directions, int count, Span<float> projections)
    {
        double[] inner = new double[directions.Length];
        for (int i = 0; i < inner.Length; i++) inner[i] = directions[i];
        _state.Whitening.Unwhiten(inner, count);
        float[] single = Single(inner), terms = Terms(inner, count);
        for (int n = 0; n < Examples; n++) Project(_examples[n], single, terms, count, projections.Slice(n * count, count));
    }

    public override void Multiply(ReadOnlySpan<double> directions, int count, Span<double> product)
    {
        double[] inner = directions.ToArray();
        _state.Whitening.Unwhiten(inner, count);
        float[] single = Single(inner), terms = Terms(inner, count), sums = new float[inner.Length], some = new float[count];
        double[] along = new double[_state.Terms * count], wide = new double[count];
        foreach (int n in _examples)
        {
            Project(n, single, terms, count, some);
            for (int i = _state.Matrix.Starts[n]; i < _state.Matrix.Starts[n + 1]; i++)
            {
                Span<float> output = sums.AsSpan(_state.Matrix.Columns[i] * count, count);
                TensorPrimitives.MultiplyAdd(some, _state.Entries[i], output, output);
            }

            TensorPrimitives.ConvertTruncating<float, double>(some, wide);
            for (int t = 0; t < _state.Terms; t++)
            {
                Span<double> term = along.AsSpan(t * count, count);
                TensorPrimitives.MultiplyAdd(wide, _state.Coefficients[(n * _state.Terms) + t], term, term);
            }
        }

        for (int d = 0; d < Dimension; d++)
        {
            Span<double> row = product.Slice(d * count, count);
            TensorPrimitives.ConvertTruncating<float, double>(sums.AsSpan(d * count, count), row);
            for (int t = 0; t < _state.Terms; t++) TensorPrimitives.MultiplyAdd(along.AsSpan(t * count, count), _state.Basis[(d * _state.Terms) + t], row, row);
        }

        _state.Whitening.Whiten(product, count);
        TensorPrimitives.Divide(product, (double)Examples, product);
    }

    private void Project(int n, float[] directions, float[] terms, int count, Span<float> projection)
    {
        projection.Clear();
        for (int t = 0; t < _state.Terms; t++)
            TensorPrimitives.MultiplyAdd(terms.AsSpan(t * count, count), (float)_state.Coefficients[(n * _state.Terms) + t], projection, projection);
        for (int i = _state.Matrix.Starts[n]; i < _state.Matrix.Starts[n + 1]; i++)
            TensorPrimitives.MultiplyAdd(directions.AsSpan(_state.Matrix.Columns[i] * count, count), _state.Entries[i], projection, projection);
    }

    /// <summary>basis^T q.</summary>
    private float[] Terms(double[] directions, int count)
    {
        double[] result = new double[_state.Terms * count];
        for (int d = 0; d < Dimension; d++)
        {
            for (int t = 0; t < _state.Terms; t++)
            {
                Span<double> term = result.AsSpan(t * count, count);
                TensorPrimitives.MultiplyAdd(directions.AsSpan(d * count, count), _state.Basis[(d * _state.Terms) + t], term, term);
            }
        }

        return Single(result);
    }
}
