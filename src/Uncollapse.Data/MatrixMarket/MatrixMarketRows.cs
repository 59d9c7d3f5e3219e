using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.MatrixMarket;

/// <summary>A Matrix Market file as rows of examples. Files sorted by example are read as they come; others are read again and sorted in memory.</summary>
internal static class MatrixMarketRows
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columnsAreExamples">Whether examples are the matrix's columns, as Cell Ranger has them.</param>
    /// <param name="limits">What fits in memory.</param>
    /// <param name="rowsAreNamed">Whether a file of names has as many as the matrix has rows.</param>
    /// <param name="columnsAreNamed">Whether a file of names has as many as the matrix has columns.</param>
    public static CompressedRows Read(string path, bool columnsAreExamples, StorageLimits limits, bool rowsAreNamed, bool columnsAreNamed) =>
        Read(() => InputFile.Open(path), path, columnsAreExamples, limits, rowsAreNamed, columnsAreNamed);

    /// <summary>Reads from wherever a reader is opened, perhaps twice.</summary>
    public static CompressedRows Read(Func<ByteReader> open, string path, bool columnsAreExamples, StorageLimits limits, bool rowsAreNamed = false, bool columnsAreNamed = false)
    {
        using (ByteReader reader = open())
        {
            var market = new MatrixMarketReader(reader);
            market.RequireJustified(rowsAreNamed, columnsAreNamed);
            if (TryInOrder(market, path, columnsAreExamples, limits) is { } rows)
                return rows;
        }
        using ByteReader again = open();
        return Sorted(again, path, columnsAreExamples, limits, open);
    }

    private static CompressedRows? TryInOrder(MatrixMarketReader market, string path, bool columnsAreExamples, StorageLimits limits)
    {
        int examples = columnsAreExamples ? market.Columns : market.Rows;
        using var builder = new CompressedRowsBuilder(path, columnsAreExamples ? market.Rows : market.Columns, limits, examples);
        var columns = new List<int>();
        var values = new List<float>();
        void Close(int next)
        {
            while (builder.Count < next)
            {
                builder.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(columns), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
                columns.Clear();
                values.Clear();
            }
        }
        bool isOrdered = market.Read((row, column, value) =>
        {
            int example = columnsAreExamples ? column : row;
            if (example < builder.Count)
                return false;
            Close(example);
            columns.Add(columnsAreExamples ? row : column);
            values.Add(value);
            return true;
        });
        if (!isOrdered)
            return null;
        Close(examples);
        return builder.Build("");
    }

    private static CompressedRows Sorted(ByteReader first, string path, bool columnsAreExamples, StorageLimits limits, Func<ByteReader> open)
    {
        var counting = new MatrixMarketReader(first);
        if (counting.Entries * (sizeof(int) + sizeof(float)) > limits.MemoryBytes)
            throw new DataFormatException(path, "", "entries sorted by example, where they do not fit in memory", "another order", "Write it from a matrix whose examples are contiguous");
        int[] lengths = new int[columnsAreExamples ? counting.Columns : counting.Rows];
        counting.Read((row, column, _) =>
        {
            lengths[columnsAreExamples ? column : row]++;
            return true;
        });
        var order = new RowOrder(lengths);
        using ByteReader second = open();
        new MatrixMarketReader(second).Read((row, column, value) =>
        {
            order.Add(columnsAreExamples ? column : row, columnsAreExamples ? row : column, value);
            return true;
        });
        using var builder = new CompressedRowsBuilder(path, columnsAreExamples ? counting.Rows : counting.Columns, limits, lengths.Length);
        order.MoveTo(builder);
        return builder.Build("");
    }
}
