using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <content>Results with few columns, such as a code's: sums by dot products.</content>
internal unsafe partial struct ProductJob<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Shorter sums spend more on adding lanes than they save.</summary>
    private const int ShortestDot = 192;

    /// <summary>More columns would not stay in the nearest cache beside A's rows.</summary>
    private const int MostNarrow = 64;

    /// <summary>Whether whole vectors of columns would be idle for more than a quarter, there are registers for the grid, and A's rows lie along the sum.</summary>
    private readonly bool IsNarrow =>
        V.TileRows >= 12 && DepthStride == 1 && Depth >= ShortestDot && Columns <= MostNarrow && Adam.Parameter is null
        && 4 * ((Columns + V.Count - 1) / V.Count * V.Count) > 5 * Columns;

    private void RunNarrow()
    {
        _id = RightTransposed ? 0 : Scratch.NewJob();
        _rowTiles = (Rows + DotGrid<T, V>.MostRows - 1) / DotGrid<T, V>.MostRows;
        _groups = (int)Math.Clamp((long)Rows * Columns * Depth / SmallestTask, 1, _rowTiles);
        Workers.Run(ref this, _groups);
    }

    /// <summary>A run of rows, all columns.</summary>
    [SkipLocalsInit]
    private readonly void Narrow(int group)
    {
        int from = (int)((long)_rowTiles * group / _groups), to = (int)((long)_rowTiles * (group + 1) / _groups);
        T* b = B;
        nint strideB = StrideB;
        if (!RightTransposed)
        {
            strideB = (Depth + V.Count - 1) / V.Count * V.Count;
            b = (T*)Scratch.Take(Scratch.Packed, (nuint)Columns * (nuint)strideB * (nuint)sizeof(T), _id, 0, out bool holds);
            if (!holds) Transpose<T>.Pack(B, StrideB, Depth, Columns, b, (int)strideB);
        }
        bool aside = Accumulate;
        T* tile = stackalloc T[DotGrid<T, V>.MostRows * MostNarrow];
        for (int t = from; t < to; t++)
        {
            int row = FirstRow(t), rows = FirstRow(t + 1) - row;
            T* place = C + (row * StrideC), target = aside ? tile : place;
            nint stride = aside ? MostNarrow : StrideC;
            for (int column = 0; column < Columns; column += DotGrid<T, V>.MostColumns)
            {
                int columns = Math.Min(DotGrid<T, V>.MostColumns, Columns - column);
                DotGrid<T, V>.Of(rows, columns)(Depth, A + (row * RowStride), RowStride, b + (column * strideB), strideB, target + column, stride);
            }
            if (Epilogue is not null) Epilogue(in this, target, stride, row, rows, 0, Columns);
            if (aside) PutBack(tile, MostNarrow, place, StrideC, rows, Columns, add: true);
        }
    }
}
