namespace Uncollapse.Data.Counts;

/// <summary>Entries of a matrix in any order, put into rows: a counting sort.</summary>
internal sealed class RowOrder
{
    private readonly int[] next;
    private readonly int[] columns;
    private readonly float[] values;
    private int counted;

    /// <summary>Makes room.</summary>
    /// <param name="lengths">Entries of each row.</param>
    public RowOrder(int[] lengths)
    {
        next = new int[lengths.Length + 1];
        for (int i = 0; i < lengths.Length; i++)
            next[i + 1] = checked(next[i] + lengths[i]);
        columns = new int[next[^1]];
        values = new float[next[^1]];
    }

    /// <summary>Places an entry; each row gets as many as was said.</summary>
    public void Add(int row, int column, float value)
    {
        int at = next[row]++;
        columns[at] = column;
        values[at] = value;
        counted++;
    }

    /// <summary>Gives the rows to a builder, when all entries are there.</summary>
    public void MoveTo(CompressedRowsBuilder builder)
    {
        if (counted != columns.Length)
            throw new InvalidOperationException($"{columns.Length} entries were announced, {counted} came.");
        int start = 0;
        for (int row = 0; row < next.Length - 1; row++)
        {
            builder.Append(columns.AsSpan(start, next[row] - start), values.AsSpan(start, next[row] - start));
            start = next[row];
        }
    }
}
