using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Hdf5;

/// <summary>A matrix with its zeros; transposed where examples are its columns, as in loom.</summary>
internal sealed class DenseMatrix : StoredMatrix
{
    // Values read at once: far more than a chunk, so that each chunk is unpacked once.
    private const int Block = 1 << 22;
    private readonly Hdf5Dataset data;
    private readonly bool isTransposed;

    public DenseMatrix(string name, Hdf5Dataset data, bool isTransposed)
        : base(name, data.Lengths[isTransposed ? 1 : 0], data.Lengths[isTransposed ? 0 : 1], data)
    {
        this.data = data;
        this.isTransposed = isTransposed;
        data.DemandStored(sizeof(float));
    }

    public override string Storage => isTransposed ? "dense, columns are examples" : "dense";

    private protected override string Path => data.File.Path;

    public override MatrixLook Look()
    {
        int rows = Math.Clamp(Sample / Columns, 1, Rows);
        float[] values = new float[(long)rows * Columns];
        Read(0, rows, values);
        var tally = new ValueTally();
        tally.Add(values);
        return tally.Look(Name, rows, Columns, isComplete: rows == Rows) with { Rows = Rows };
    }

    public override void Dispose() => data.Dispose();

    private protected override void Fill(CompressedRowsBuilder builder, StorageLimits limits)
    {
        int step = Math.Clamp(Block / Columns, 1, Rows);
        float[] values = new float[(long)step * Columns];
        float[] row = new float[Columns];
        for (int start = 0; start < Rows; start += step)
        {
            int number = Math.Min(step, Rows - start);
            Read(start, number, values.AsSpan(0, number * Columns));
            for (int i = 0; i < number; i++)
            {
                if (!isTransposed)
                {
                    builder.AppendDense(values.AsSpan(i * Columns, Columns));
                    continue;
                }
                for (int column = 0; column < Columns; column++)
                    row[column] = values[(column * number) + i];
                builder.AppendDense(row);
            }
        }
    }

    private void Read(int start, int number, Span<float> values)
    {
        if (isTransposed)
            data.Read(0, Columns, start, number, values);
        else
            data.Read(start, number, 0, Columns, values);
    }
}
