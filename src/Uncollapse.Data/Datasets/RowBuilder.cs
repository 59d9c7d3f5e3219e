using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Datasets;

/// <summary>
/// Collects rows as a reader meets them. Whole numbers from 0 to 255 stay bytes, memory grows by 1 MiB as rows arrive, and beyond the
/// memory limit the rows go to a cache file that is deleted when the data set is closed.
/// </summary>
internal sealed class RowBuilder : IDisposable
{
    private const int ChunkBytes = 1 << 20;
    private readonly int size;
    private readonly int shift;
    private readonly StorageLimits limits;
    private readonly string path;
    private float[]? scratch;
    private List<byte[]>? byteChunks;
    private List<float[]>? floatChunks;
    private FileStream? spill;

    /// <summary>Starts an empty collection.</summary>
    /// <param name="path">The source's name, for errors.</param>
    /// <param name="size">Values in a row.</param>
    /// <param name="bytes">Whether rows start out as bytes.</param>
    /// <param name="limits">What fits in memory and on the disk.</param>
    public RowBuilder(string path, int size, bool bytes, StorageLimits limits)
    {
        this.path = path;
        this.size = size;
        this.limits = limits;
        shift = Math.Max(0, int.Log2(Math.Max(1, ChunkBytes / (size * (bytes ? 1 : 4)))));
        if (bytes)
            byteChunks = [];
        else
            floatChunks = [];
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether rows are kept as bytes.</summary>
    public bool IsBytes => byteChunks is not null;

    /// <summary>Adds a row of bytes.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        if (byteChunks is null)
        {
            scratch ??= new float[size];
            ByteConversion.ToSingle(row, scratch);
            Append(scratch);
            return;
        }
        Place(byteChunks, row);
    }

    /// <summary>Adds a row of numbers.</summary>
    /// <exception cref="DataFormatException">A value is not finite, or the limits are exceeded.</exception>
    public void Append(ReadOnlySpan<float> row)
    {
        if (byteChunks is not null)
        {
            scratch ??= new float[size];
            Span<byte> narrow = MemoryMarshal.AsBytes(scratch.AsSpan())[..size];
            if (TryNarrow(row, narrow))
            {
                Place(byteChunks, narrow);
                return;
            }
            Widen();
        }
        Finite.Require(path, Count, row);
        Place(floatChunks!, row);
    }

    /// <summary>Finishes: the rows as a data set, which now owns them.</summary>
    public DenseDataset Build(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, ExampleShape shape, ValueKind kind)
    {
        if (spill is not null)
        {
            spill.Flush();
            var format = new RowFormat(IsBytes ? ElementKind.UInt8 : ElementKind.Float32, BigEndian: !BitConverter.IsLittleEndian, 0);
            string file = spill.Name;
            SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
            // On Unix the open handle keeps the bytes; the name disappears with the writer (DeleteOnClose).
            spill.Dispose();
            spill = null;
            return new FileDataset(name, provenance, labels, shape, kind, file, handle, format, Count);
        }
        return byteChunks is not null
            ? new MemoryDataset<byte>(name, provenance, labels, shape, kind, byteChunks, shift, Count)
            : new MemoryDataset<float>(name, provenance, labels, shape, kind, floatChunks!, shift, Count);
    }

    /// <inheritdoc/>
    public void Dispose() => spill?.Dispose();

    private static bool TryNarrow(ReadOnlySpan<float> row, Span<byte> narrow)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte value = (byte)row[i];
            // Compared as bits of meaning: -0, fractions, NaN and anything out of range are not bytes.
            if (value != row[i] || float.IsNegative(row[i]))
                return false;
            narrow[i] = value;
        }
        return true;
    }

    private void Place<T>(List<T[]> chunks, ReadOnlySpan<T> row)
        where T : unmanaged
    {
        if (Count == int.MaxValue)
            throw new DataFormatException(path, "", "at most 2147483647 examples", "more", "Split the file");
        if (spill is null && (long)(Count + 1) * size * Unsafe.SizeOf<T>() > limits.MemoryBytes)
            Spill();
        if (spill is not null)
        {
            WriteSpill(MemoryMarshal.AsBytes(row));
        }
        else
        {
            int rows = 1 << shift;
            if (Count >> shift == chunks.Count)
                chunks.Add(new T[rows * size]);
            row.CopyTo(chunks[Count >> shift].AsSpan((Count & (rows - 1)) * size));
        }
        Count++;
    }

    /// <summary>Bytes become floats when the first other number arrives.</summary>
    private void Widen()
    {
        List<byte[]> narrow = byteChunks!;
        FileStream? narrowSpill = spill;
        int rows = Count;
        byteChunks = null;
        floatChunks = [];
        spill = null;
        Count = 0;
        float[] wide = new float[size];
        byte[] row = new byte[size];
        if (narrowSpill is not null)
            narrowSpill.Position = 0;
        for (int i = 0; i < rows; i++)
        {
            if (narrowSpill is not null)
                narrowSpill.ReadExactly(row);
            else
                narrow[i >> shift].AsSpan((i & ((1 << shift) - 1)) * size, size).CopyTo(row);
            ByteConversion.ToSingle(row, wide);
            Place(floatChunks, wide);
        }
        narrowSpill?.Dispose();
    }

    private void Spill()
    {
        spill = limits.CreateCacheFile(path);
        int left = Count;
        foreach (ReadOnlyMemory<byte> chunk in Chunks())
        {
            int rows = Math.Min(left, 1 << shift);
            WriteSpill(chunk.Span[..(int)(chunk.Length / (1L << shift) * rows)]);
            left -= rows;
        }
        byteChunks?.Clear();
        floatChunks?.Clear();
    }

    private IEnumerable<ReadOnlyMemory<byte>> Chunks() =>
        byteChunks is not null
            ? byteChunks.Select(chunk => (ReadOnlyMemory<byte>)chunk)
            : floatChunks!.Select(chunk => (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes(chunk.AsSpan()).ToArray());

    private void WriteSpill(ReadOnlySpan<byte> bytes)
    {
        if (spill!.Position + bytes.Length > limits.CacheBytes)
            throw new DataFormatException(path, "", $"at most {limits.CacheBytes} bytes of unpacked rows", "more", "Raise the cache limit, or store the examples as uncompressed .npy or idx, which are streamed as they are");
        try
        {
            spill.Write(bytes);
        }
        catch (IOException cause)
        {
            throw new DataFormatException(path, "", "room in the cache folder for its unpacked rows", cause.Message, $"The cache is {limits.CacheFolder}", cause);
        }
    }
}
