using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>One register tile's sum over a packed panel, in blocks that stay in the nearer caches.</summary>
internal static unsafe class BlockedTile<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>to[rows, vectors] = A B with A row-major and rows of the result two vectors apart; at most a tile's rows.</summary>
    internal static void Run(int rows, int vectors, int depth, T* a, nint rowStride, T* b, nint strideB, T* to)
    {
        var multiply = RegisterTile<T, V>.Of(rows, vectors);
        int blocks = Math.Max(1, (depth + TileSum<T, V>.LongestBlock - 1) / TileSum<T, V>.LongestBlock);
        for (int block = 0; block < blocks; block++)
        {
            nint start = (nint)((long)depth * block / blocks), end = (nint)((long)depth * (block + 1) / blocks);
            Segment whole = new(0, end - start);
            multiply(&whole, &whole + 1, a + start, rowStride, 1, b + (start * strideB), strideB, to, 2 * V.Count, block > 0 ? 1 : 0);
        }
    }

    /// <summary>C[rows, columns] = A B, whole vectors of columns, any number of rows; B and C are padded to whole vectors.</summary>
    internal static void Multiply(int rows, int columns, int depth, T* a, nint rowStride, nint depthStride, T* b, nint strideB, T* c, nint strideC)
    {
        int tiles = (rows + V.TileRows - 1) / V.TileRows;
        Segment whole = new(0, depth);
        for (int t = 0; t < tiles; t++)
        {
            int row = rows * t / tiles, height = (rows * (t + 1) / tiles) - row;
            for (int column = 0; column < columns; column += 2 * V.Count)
            {
                int vectors = columns - column > V.Count ? 2 : 1;
                RegisterTile<T, V>.Of(height, vectors)(
                    &whole, &whole + 1, a + (row * rowStride), rowStride, depthStride, b + column, strideB, c + (row * strideC) + column, strideC, 0);
            }
        }
    }
}
