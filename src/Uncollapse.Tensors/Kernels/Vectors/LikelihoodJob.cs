using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A likelihood of [rows, columns], its gradient in the same pass, whole rows at a time or chunks of columns.</summary>
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
    internal delegate*<in LikelihoodJob<T>, int, int, int, void> ChunkFunction;
    private int _rowsPerTile, _rowTiles;

    /// <summary>Columns of a chunk.</summary>
    internal const int ChunkColumns = 64;

    /// <summary>Where chunks' sums go: one a row and chunk.</summary>
    internal double* ChunkSums;

    internal readonly int Chunks => (Columns + ChunkColumns - 1) / ChunkColumns;

    /// <summary>Runs the function over chunks of columns, so that a thread keeps the columns that it has in the products before and after.</summary>
    internal void RunChunks()
    {
        ChunkSums = (double*)Scratch.TakePartial((nuint)Rows * (nuint)Chunks * sizeof(double));
        _rowsPerTile = 64;
        _rowTiles = (Rows + _rowsPerTile - 1) / _rowsPerTile;
        Workers.Run(ref this, Chunks * _rowTiles);
        if (LogLikelihood is null) return;
        for (int row = 0; row < Rows; row++)
        {
            double sum = 0;
            for (int chunk = 0; chunk < Chunks; chunk++) sum += ChunkSums[((nint)row * Chunks) + chunk];
            LogLikelihood[row] = T.CreateTruncating(sum);
        }
    }

    internal void Run()
    {
        _rowsPerTile = Math.Max(1, Tile / Math.Max(1, Columns));
        Workers.Run(ref this, (Rows + _rowsPerTile - 1) / _rowsPerTile);
    }

    public readonly void Execute(int tile)
    {
        if (ChunkSums is not null)
        {
            int start = tile % _rowTiles * _rowsPerTile;
            ChunkFunction(in this, tile / _rowTiles, start, Math.Min(Rows, start + _rowsPerTile));
            return;
        }
        int from = tile * _rowsPerTile;
        Function(in this, from, Math.Min(Rows, from + _rowsPerTile));
    }
}
