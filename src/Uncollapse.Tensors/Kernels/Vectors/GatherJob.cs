using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Copies chosen rows, from elements or from bytes.</summary>
internal unsafe struct GatherJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 16384;

    /// <summary>Rows between the one that is copied and the one that is asked for.</summary>
    private const int Ahead = 4;
    internal int Columns, Count;
    internal T* Source, Destination;
    internal byte* Bytes;
    internal T Scale;
    internal int* Indices;
    private int _rowsPerTile;

    internal void Run()
    {
        _rowsPerTile = Math.Max(1, Tile / Columns);
        Workers.Run(ref this, (Count + _rowsPerTile - 1) / _rowsPerTile);
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile, until = Math.Min(Count, from + _rowsPerTile);
        for (int row = from; row < until; row++)
        {
            T* to = Destination + ((nint)row * Columns);
            nint at = (nint)Indices[row] * Columns;
            // Rows lie anywhere: nothing but this loop knows which memory comes next.
            byte* next = row + Ahead < until ? (byte*)Address(Indices[row + Ahead]) : null;
            for (nint line = 0; next is not null && line < Columns * (Bytes is null ? sizeof(T) : 1); line += 64) Prefetch.Near(next + line);
            if (Bytes is null) Unsafe.CopyBlockUnaligned(to, Source + at, (uint)(Columns * sizeof(T)));
            else Widen(Bytes + at, to);
        }
    }

    private readonly void* Address(int index) => Bytes is null ? Source + ((nint)index * Columns) : Bytes + ((nint)index * Columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Widen(byte* from, T* to)
    {
        V scale = V.Broadcast(Scale);
        int i = 0;
        // A vector may read 16 bytes: stay that far from the row's end.
        for (; i + Math.Max(16, V.Count) <= Columns; i += V.Count) (scale * V.FromBytes(from + i)).Store(to + i);
        for (; i < Columns; i++) to[i] = Scale * T.CreateTruncating(from[i]);
    }
}
