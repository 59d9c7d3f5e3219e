using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Work on a posterior's [rows, units], a row at a time.</summary>
internal unsafe struct LatentJob<T> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = 2048;
    internal int Rows, Units;
    internal nint Stride;
    internal T* Mean, LogVariance, Noise, Z, RowWeights, UnitWeights, ToMean, ToLogVariance;
    internal bool Accumulate;
    internal delegate*<in LatentJob<T>, int, int, void> Function;
    private int _rowsPerTile;

    internal void Run()
    {
        _rowsPerTile = Math.Max(1, Tile / Math.Max(1, Units));
        Workers.Run(ref this, (Rows + _rowsPerTile - 1) / _rowsPerTile);
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile;
        Function(in this, from, Math.Min(Rows, from + _rowsPerTile));
    }
}
