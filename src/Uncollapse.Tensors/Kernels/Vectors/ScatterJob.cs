using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Sums rows into the rows that indices name. A tile owns a run of the destination's rows and looks through all indices, so that the order of a sum is
/// the indices' own.</summary>
internal unsafe struct ScatterJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 65536;
    internal int Rows, Columns, Count;
    internal T* Source, Destination;
    internal int* Indices;
    internal bool Accumulate;
    private int _rowsPerTile;

    internal void Run()
    {
        // At most 64 tiles, as each looks through all indices.
        _rowsPerTile = Math.Max(Math.Max(1, Tile / Math.Max(1, Columns)), (Rows + 63) / 64);
        Workers.Run(ref this, (Rows + _rowsPerTile - 1) / _rowsPerTile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile, until = (int)Math.Min(Rows, (long)from + _rowsPerTile);
        for (int row = from; row < until && !Accumulate; row++) new Span<T>(Destination + ((nint)row * Columns), Columns).Clear();
        for (nint i = 0; i < Count; i++)
        {
            int row = Indices[i];
            if (row < from || row >= until) continue;
            T* to = Destination + ((nint)row * Columns), source = Source + (i * Columns);
            for (int c = 0; c < Columns; c += V.Count) Ends<T, V>.Store(Ends<T, V>.Load(to + c, Columns - c) + Ends<T, V>.Load(source + c, Columns - c), to + c, Columns - c);
        }
    }
}
