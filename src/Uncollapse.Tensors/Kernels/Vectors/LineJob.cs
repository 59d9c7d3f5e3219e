using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Work a row (or a run of columns) at a time, each row by one of the kernels' functions.</summary>
internal unsafe struct LineJob<T> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const int Tile = 8192;
    internal int Rows, Columns;
    internal T* X, Y, To, ToSecond;
    internal bool Accumulate;
    internal delegate*<in LineJob<T>, int, int, void> Function;
    private int _perTile, _lines;

    /// <summary>Runs the function over all rows, in tiles of whole rows.</summary>
    internal void RunRows()
    {
        _perTile = (int)Math.Max(1, Tile / (long)Math.Max(1, Columns));
        _lines = Rows;
        Workers.Run(ref this, (_lines + _perTile - 1) / _perTile);
    }

    /// <summary>Runs the function over all columns, in tiles of a multiple of 64 columns.</summary>
    internal void RunColumns()
    {
        _perTile = Math.Max(64, (int)(Tile / (long)Math.Max(1, Rows)) & ~63);
        _lines = Columns;
        Workers.Run(ref this, (_lines + _perTile - 1) / _perTile);
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _perTile;
        Function(in this, from, (int)Math.Min(_lines, (long)from + _perTile));
    }
}
