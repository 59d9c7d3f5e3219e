using System.Numerics.Tensors;
using Uncollapse.Data.Counts;
using Uncollapse.Diagnosis.Theory;

namespace Uncollapse.Diagnosis.Probes;

/// <summary>Log-normalised counts, held by their entries; their means are taken off in the products.</summary>
internal sealed class LogNormalRows : ScoreRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;
    private readonly double[] _mean;

    public LogNormalRows(IReadOnlyList<(SparseDataset Data, int[] Indices)> parts)
    {
        Dimension = parts[0].Data.OutputSize;
        Examples = parts.Sum(part => part.Indices.Length);
        int entries = parts.Sum(part => part.Data.NonZeros(part.Indices)), at = 0, row = 0;
        (_starts, _columns, _values, _mean) = (new int[Examples + 1], new int[entries], new float[entries], new double[Dimension]);
        foreach ((SparseDataset data, int[] indices) in parts)
        {
            int[] starts = new int[indices.Length + 1];
            int read = data.ReadEntries(indices, starts, _columns.AsSpan(at), _values.AsSpan(at));
            for (int i = 0; i < indices.Length; i++, row++)
            {
                _starts[row] = at + starts[i];
                Span<float> values = _values.AsSpan(at + starts[i], starts[i + 1] - starts[i]);
                double sum = TensorPrimitives.Sum(values);
                foreach (ref float value in values) value = (float)Math.Log(1 + (LogNormalComponents.Total * value / sum));
            }

            at += read;
        }

        _starts[Examples] = at;
        for (int i = 0; i < entries; i++) _mean[_columns[i]] += _values[i] / (double)Examples;
    }

    private LogNormalRows(LogNormalRows all, int[] positions)
    {
        (Dimension, Examples, _mean) = (all.Dimension, positions.Length, all._mean);
        _starts = new int[positions.Length + 1];
        for (int i = 0; i < positions.Length; i++) _starts[i + 1] = _starts[i] + all._starts[positions[i] + 1] - all._starts[positions[i]];
        (_columns, _values) = (new int[_starts[^1]], new float[_starts[^1]]);
        for (int i = 0; i < positions.Length; i++)
        {
            int from = all._starts[positions[i]], length = _starts[i + 1] - _starts[i];
            all._columns.AsSpan(from, length).CopyTo(_columns.AsSpan(_starts[i]));
            all._values.AsSpan(from, length).CopyTo(_values.AsSpan(_starts[i]));
        }
    }

    /// <inheritdoc/>
    public override int Examples { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override ScoreRows Some(int[] positions) => new LogNormalRows(this, positions);

    /// <inheritdoc/>
    public override void Project(ReadOnlySpan<float> directions, int count, Span<float> projections)
    {
        double[] wide = new double[directions.Length], row = new double[count];
        TensorPrimitives.ConvertChecked<float, double>(directions, wide);
        double[] off = Offsets(wide, count);
        for (int n = 0; n < Examples; n++)
        {
            Product(n, wide, count, off, row);
            for (int c = 0; c < count; c++) projections[(n * count) + c] = (float)row[c];
        }
    }

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> directions, int count, Span<double> product)
    {
        double[] off = Offsets(directions, count), row = new double[count], sums = new double[count];
        product.Clear();
        for (int n = 0; n < Examples; n++)
        {
            Product(n, directions, count, off, row);
            TensorPrimitives.Add(sums, row, sums);
            for (int i = _starts[n]; i < _starts[n + 1]; i++)
            {
                Span<double> target = product.Slice(_columns[i] * count, count);
                TensorPrimitives.MultiplyAdd(row, (double)_values[i], target, target);
            }
        }

        for (int d = 0; d < Dimension; d++)
        {
            for (int c = 0; c < count; c++) product[(d * count) + c] = (product[(d * count) + c] - (_mean[d] * sums[c])) / Examples;
        }
    }

    private double[] Offsets(ReadOnlySpan<double> directions, int count)
    {
        double[] off = new double[count];
        for (int d = 0; d < Dimension; d++) TensorPrimitives.MultiplyAdd(directions.Slice(d * count, count), -_mean[d], off, off);
        return off;
    }

    private void Product(int example, ReadOnlySpan<double> directions, int count, double[] off, double[] row)
    {
        off.CopyTo(row, 0);
        for (int i = _starts[example]; i < _starts[example + 1]; i++)
            TensorPrimitives.MultiplyAdd(directions.Slice(_columns[i] * count, count), (double)_values[i], row, row);
    }
}
