namespace Uncollapse.Data.Counts;

/// <summary>Entries in memory, as narrow as columns and values allow: 3 bytes an entry for up to 65,536 columns and counts up to 255.</summary>
internal sealed class MemoryRows : CompressedRows
{
    private readonly ushort[]? narrowColumns;
    private readonly int[]? wideColumns;
    private readonly byte[]? bytes;
    private readonly ushort[]? shorts;
    private readonly float[]? singles;

    /// <summary>Holds arrays, exactly one of each kind.</summary>
    /// <param name="starts">Where each row's entries begin, and the end.</param>
    /// <param name="columns">Columns: <c>ushort[]</c> or <c>int[]</c>.</param>
    /// <param name="values">Values: <c>byte[]</c>, <c>ushort[]</c> or <c>float[]</c>.</param>
    /// <param name="width">Columns of the matrix.</param>
    /// <param name="look">What the values are.</param>
    public MemoryRows(long[] starts, Array columns, Array values, int width, MatrixLook look)
        : base(starts, width, look)
    {
        narrowColumns = columns as ushort[];
        wideColumns = columns as int[];
        bytes = values as byte[];
        shorts = values as ushort[];
        singles = values as float[];
    }

    public override bool IsStreamed => false;

    public override long MemoryBytes =>
        (8L * (Count + 1)) + (2L * (narrowColumns?.Length ?? 0)) + (4L * (wideColumns?.Length ?? 0)) + (bytes?.Length ?? 0) + (2L * (shorts?.Length ?? 0)) + (4L * (singles?.Length ?? 0));

    public override void Scatter(int row, Span<float> destination)
    {
        destination.Clear();
        int start = (int)Start(row), length = Length(row);
        if (narrowColumns is not null && bytes is not null)
        {
            // What single cells and bags of words are.
            ReadOnlySpan<ushort> at = narrowColumns.AsSpan(start, length);
            ReadOnlySpan<byte> values = bytes.AsSpan(start, length);
            for (int i = 0; i < at.Length; i++)
                destination[at[i]] = values[i];
            return;
        }
        for (int i = start; i < start + length; i++)
            destination[narrowColumns is not null ? narrowColumns[i] : wideColumns![i]] = bytes is not null ? bytes[i] : shorts is not null ? shorts[i] : singles![i];
    }

    private protected override void Copy(long start, Span<int> columns, Span<float> values)
    {
        int from = (int)start;
        if (wideColumns is not null)
            wideColumns.AsSpan(from, columns.Length).CopyTo(columns);
        else
            Widen(narrowColumns.AsSpan(from, columns.Length), columns);
        if (singles is not null)
            singles.AsSpan(from, values.Length).CopyTo(values);
        else if (shorts is not null)
            Widen(shorts.AsSpan(from, values.Length), values);
        else
            Npy.ByteConversion.ToSingle(bytes.AsSpan(from, values.Length), values);
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<int> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i];
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i];
    }
}
