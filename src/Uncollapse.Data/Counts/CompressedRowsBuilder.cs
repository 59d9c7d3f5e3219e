using System.Globalization;
using System.Runtime.InteropServices;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Counts;

/// <summary>
/// Collects sparse rows as a reader meets them: columns are put in order, values of one place are added, zeros left out. Beyond the memory
/// limit the entries go to a cache file.
/// </summary>
internal sealed class CompressedRowsBuilder : IDisposable
{
    private const int SpillBlock = 1 << 16;
    private readonly string path;
    private readonly int width;
    private readonly StorageLimits limits;
    private readonly ValueTally tally = new();
    private readonly List<long> starts;
    private EntryArray entries;
    private FileStream? spill;
    private int[] columnBuffer = [];
    private float[] valueBuffer = [];

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="path">The source's name, for errors.</param>
    /// <param name="width">Columns.</param>
    /// <param name="limits">What fits in memory and on the disk.</param>
    /// <param name="expectedRows">Rows to make room for.</param>
    public CompressedRowsBuilder(string path, int width, StorageLimits limits, int expectedRows = 0)
    {
        this.path = path;
        this.width = width;
        this.limits = limits;
        starts = new List<long>(expectedRows + 1) { 0 };
        entries = new EntryArray(width);
    }

    /// <summary>Rows so far.</summary>
    public int Count => starts.Count - 1;

    /// <summary>Adds a row.</summary>
    /// <exception cref="DataFormatException">A column is outside the matrix, a value is not finite, or the limits are exceeded.</exception>
    public void Append(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (Finite.IndexOfOther(values) is >= 0 and int bad)
            throw new DataFormatException(path, Row(), "finite values", values[bad].ToString(CultureInfo.InvariantCulture), "Remove or fill missing values");
        bool isOrdered = true;
        int before = -1;
        for (int i = 0; i < columns.Length; i++)
        {
            if ((uint)columns[i] >= (uint)width)
                throw new DataFormatException(path, Row(), string.Create(CultureInfo.InvariantCulture, $"columns from 0 to {width - 1}"), string.Create(CultureInfo.InvariantCulture, $"{columns[i]}"), "The file is damaged, or names and matrix are not of one data set");
            isOrdered &= columns[i] > before && values[i] != 0;
            before = columns[i];
        }
        if (isOrdered)
            Add(columns, values);
        else
            AddOrdered(columns, values);
    }

    /// <summary>Adds a row given with its zeros.</summary>
    public void AppendDense(ReadOnlySpan<float> row)
    {
        Room(row.Length);
        int number = 0;
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] == 0)
                continue;
            columnBuffer[number] = i;
            valueBuffer[number++] = row[i];
        }
        Append(columnBuffer.AsSpan(0, number), valueBuffer.AsSpan(0, number));
    }

    /// <summary>Finishes: the matrix, which the caller owns.</summary>
    /// <param name="name">What the matrix is called in its source.</param>
    public CompressedRows Build(string name)
    {
        MatrixLook look = tally.Look(name, Count, width);
        if (spill is null)
        {
            (Array columns, Array values) = entries.Finish();
            return new MemoryRows([.. starts], columns, values, width, look);
        }
        Flush();
        spill.Flush();
        var handle = File.OpenHandle(spill.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        // On Unix the open handle keeps the bytes; the name disappears with the writer (DeleteOnClose).
        spill.Dispose();
        spill = null;
        return new SpilledRows(path, handle, [.. starts], width, look);
    }

    /// <inheritdoc/>
    public void Dispose() => spill?.Dispose();

    private string Row() => string.Create(CultureInfo.InvariantCulture, $"row {Count}");

    private void Room(int number)
    {
        if (columnBuffer.Length >= number)
            return;
        columnBuffer = new int[number];
        valueBuffer = new float[number];
    }

    private void AddOrdered(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        int[] order = columns.ToArray();
        float[] sorted = values.ToArray();
        Array.Sort(order, sorted);
        int kept = 0;
        for (int i = 0; i < order.Length;)
        {
            int column = order[i];
            float sum = 0;
            for (; i < order.Length && order[i] == column; i++)
                sum += sorted[i];
            if (sum == 0)
                continue;
            order[kept] = column;
            sorted[kept++] = sum;
        }
        Add(order.AsSpan(0, kept), sorted.AsSpan(0, kept));
    }

    private void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (Count == int.MaxValue - 1)
            throw new DataFormatException(path, "", "at most 2147483646 examples", "more", "Split the file");
        tally.Add(values);
        long total = starts[^1] + columns.Length;
        if (spill is null && (total * entries.EntryBytes > limits.MemoryBytes || total > Array.MaxLength))
            spill = limits.CreateCacheFile(path);
        entries.Add(columns, values, tally.IsCounts, tally.Maximum);
        starts.Add(total);
        if (spill is not null && entries.Count >= SpillBlock)
            Flush();
    }

    /// <summary>Moves the entries in memory to the cache file.</summary>
    private void Flush()
    {
        if (spill!.Position + ((long)entries.Count * SpilledRows.EntryBytes) > limits.CacheBytes)
            throw new DataFormatException(path, "", $"at most {limits.CacheBytes} bytes of unpacked entries", "more", "Raise the cache limit, or split the file");
        var block = new (int Column, float Value)[Math.Min(SpillBlock, Math.Max(1, entries.Count))];
        try
        {
            for (int start = 0; start < entries.Count; start += block.Length)
            {
                int number = Math.Min(block.Length, entries.Count - start);
                for (int i = 0; i < number; i++)
                    block[i] = entries[start + i];
                spill.Write(MemoryMarshal.AsBytes(block.AsSpan(0, number)));
            }
        }
        catch (IOException cause)
        {
            throw new DataFormatException(path, "", "room in the cache folder for its unpacked entries", cause.Message, $"The cache is {limits.CacheFolder}", cause);
        }
        entries = new EntryArray(width);
    }
}
