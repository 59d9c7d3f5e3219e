using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Datasets;

/// <summary>Rows in memory, as bytes or floats, in chunks of a power of two of rows (so that more than 2 GiB fit and growth copies nothing).</summary>
internal sealed class MemoryDataset<T> : DenseDataset
    where T : unmanaged
{
    private readonly IReadOnlyList<T[]> chunks;
    private readonly int shift;

    public MemoryDataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, ExampleShape shape, ValueKind kind, IReadOnlyList<T[]> chunks, int shift, int count)
        : base(name, provenance, labels, shape, kind)
    {
        this.chunks = chunks;
        this.shift = shift;
        Count = count;
    }

    public override int Count { get; }

    public override bool IsStreamed => false;

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize;
        int mask = (1 << shift) - 1;
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<T> row = chunks[indices[i] >> shift].AsSpan((indices[i] & mask) * size, size);
            Span<float> target = destination.Slice(i * size, size);
            if (typeof(T) == typeof(byte))
                ByteConversion.ToSingle(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row), target);
            else
                System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(row).CopyTo(target);
        }
    }
}
