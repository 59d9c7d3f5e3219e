using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Datasets;

/// <summary>Rows in memory, as bytes or floats, in chunks of a power of two of rows (so that more than 2 GiB fit and growth copies nothing).</summary>
internal sealed class MemoryDataset<T> : DenseDataset
    where T : unmanaged
{
    /// <summary>Rows between the one that is copied and the one that is asked for.</summary>
    private const int Ahead = 4;

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

    /// <summary>Asks for a row's memory: rows lie anywhere, and waiting for each would cost more than converting it.</summary>
    private static unsafe void Expect(ReadOnlySpan<T> row)
    {
        if (!Sse.IsSupported)
            return;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(row);
        for (int line = 0; line < bytes.Length; line += 64)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in bytes[line])));
    }

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize;
        int mask = (1 << shift) - 1;
        for (int i = 0; i < indices.Length; i++)
        {
            if (i + Ahead < indices.Length)
                Expect(chunks[indices[i + Ahead] >> shift].AsSpan((indices[i + Ahead] & mask) * size, size));
            ReadOnlySpan<T> row = chunks[indices[i] >> shift].AsSpan((indices[i] & mask) * size, size);
            Span<float> target = destination.Slice(i * size, size);
            if (typeof(T) == typeof(byte))
                ByteConversion.ToSingle(MemoryMarshal.AsBytes(row), target);
            else
                MemoryMarshal.Cast<T, float>(row).CopyTo(target);
        }
    }
}
