using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Counts;

/// <summary>A sparse matrix by rows: for each row the columns of its non-zero values, increasing, and the values. Reading is safe from several threads.</summary>
internal abstract class CompressedRows : IDisposable
{
    private readonly long[] starts;

    private protected CompressedRows(long[] starts, int columns, MatrixLook look)
    {
        this.starts = starts;
        Columns = columns;
        Look = look;
    }

    /// <summary>Rows.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Non-zero values.</summary>
    public long NonZeros => starts[^1];

    /// <summary>What its values are.</summary>
    public MatrixLook Look { get; }

    /// <summary>Whether the entries lie in a file.</summary>
    public abstract bool IsStreamed { get; }

    /// <summary>Bytes of memory that the entries take.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Non-zero values of a row.</summary>
    public int Length(int row) => (int)(starts[row + 1] - starts[row]);

    /// <summary>Writes a row's columns and values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns"><see cref="Length"/> places.</param>
    /// <param name="values"><see cref="Length"/> places.</param>
    public void Copy(int row, Span<int> columns, Span<float> values) => Copy(starts[row], columns, values);

    /// <summary>Writes a row with its zeros.</summary>
    public abstract void Scatter(int row, Span<float> destination);

    /// <summary>The same rows with some of the columns, in increasing order.</summary>
    /// <param name="keep">The columns, increasing.</param>
    /// <param name="path">The source's name, for errors.</param>
    /// <param name="limits">What fits in memory.</param>
    public CompressedRows Select(int[] keep, string path, StorageLimits limits)
    {
        int[] map = new int[Columns];
        Array.Fill(map, -1);
        for (int i = 0; i < keep.Length; i++)
            map[keep[i]] = i;
        return Map(map, keep.Length, path, limits);
    }

    /// <summary>The same rows with columns elsewhere; a column that maps to -1 is left out.</summary>
    public CompressedRows Map(int[] map, int columns, string path, StorageLimits limits)
    {
        using var builder = new CompressedRowsBuilder(path, columns, limits, Count);
        int[] rowColumns = new int[Columns];
        float[] rowValues = new float[Columns];
        for (int row = 0; row < Count; row++)
        {
            int length = Length(row), kept = 0;
            Copy(row, rowColumns.AsSpan(0, length), rowValues.AsSpan(0, length));
            for (int i = 0; i < length; i++)
            {
                if (map[rowColumns[i]] < 0)
                    continue;
                rowColumns[kept] = map[rowColumns[i]];
                rowValues[kept++] = rowValues[i];
            }
            builder.Append(rowColumns.AsSpan(0, kept), rowValues.AsSpan(0, kept));
        }
        return builder.Build(Look.Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Where a row's entries begin.</summary>
    private protected long Start(int row) => starts[row];

    /// <summary>Writes entries from a place on.</summary>
    private protected abstract void Copy(long start, Span<int> columns, Span<float> values);

    /// <summary>Releases files.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
