using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A likelihood of [rows, columns], its gradient in the same pass, whole rows at a time.</summary>
internal unsafe struct LikelihoodJob<T> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = 4096;
    internal int Rows, Columns;
    internal T* Parameters, Targets, LogVariance, RowWeights, LogLikelihood, Gradient, VarianceGradient;
    internal VarianceShape Shape;

    /// <summary>Receives, a row, the weighted sum of the gradient to a variance that all elements share.</summary>
    internal double* RowVarianceGradient;
    internal delegate*<in LikelihoodJob<T>, int, int, void> Function;
    private int _rowsPerTile;

    internal void Run()
    {
        _rowsPerTile = Math.Max(1, Tile / Math.Max(1, Columns));
        Workers.Run(ref this, (Rows + _rowsPerTile - 1) / _rowsPerTile);
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile;
        Function(in this, from, Math.Min(Rows, from + _rowsPerTile));
    }
}
