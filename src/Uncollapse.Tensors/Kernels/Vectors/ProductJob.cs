using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A matrix product cut into register tiles: panels of two vectors of columns by balanced runs of rows. Tasks are neighbouring tiles of one
/// panel, so that a thread keeps to its own columns of B and C; the arithmetic of a tile is the same whoever does it.
/// </summary>
/// <remarks>
/// A and B are read where they lie, except B transposed, which each thread packs a panel at a time. The epilogue runs on a tile that
/// has just been written.
/// </remarks>
internal unsafe struct ProductJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Longer sums are cut into blocks, so that a block of A and of B stays in the nearer caches.</summary>
    private const int LongestBlock = 512;

    /// <summary>Products (multiply-adds) that make a task worth claiming.</summary>
    private const long SmallestTask = 1 << 17;

    internal int Rows, Columns, Depth;
    internal T* A, B, C;
    internal nint RowStride, DepthStride, StrideB, StrideC;
    internal bool RightTransposed, Accumulate;

    /// <summary>What the epilogue needs: bias and preactivation (forward), or the state that a slope is computed from (backward).</summary>
    internal T* Bias, Preactivation, State;
    internal delegate*<in ProductJob<T, V>, T*, nint, int, int, int, int, void> Epilogue;

    private int _rowTiles, _panels, _groups;
    private bool _byRows;
    private long _id;

    internal void Run()
    {
        int width = 2 * V.Count;
        _rowTiles = (Rows + V.TileRows - 1) / V.TileRows;
        _panels = (Columns + width - 1) / width;
        _id = RightTransposed ? Scratch.NewJob() : 0;
        long perTile = (long)Math.Min(V.TileRows, Rows) * Math.Min(width, Columns) * Math.Max(Depth, 16);
        // With few panels a run of whole panels would be too coarse a share: cut by rows.
        _byRows = _panels < 4 && !RightTransposed;
        if (_byRows) perTile *= _panels;
        _groups = (int)Math.Clamp(perTile * _rowTiles / SmallestTask, 1, _rowTiles);
        Workers.Run(ref this, _byRows ? _groups : _panels * _groups);
    }

    public void Execute(int tile)
    {
        int group = _byRows ? tile : tile % _groups;
        int from = (int)((long)_rowTiles * group / _groups), to = (int)((long)_rowTiles * (group + 1) / _groups);
        if (!_byRows)
        {
            Panel(tile / _groups, from, to);
            return;
        }
        for (int panel = 0; panel < _panels; panel++) Panel(panel, from, to);
    }

    [SkipLocalsInit]
    private void Panel(int panel, int firstTile, int endTile)
    {
        int column = panel * 2 * V.Count, valid = Math.Min(2 * V.Count, Columns - column);
        int vectors = valid > V.Count ? 2 : 1, width = vectors * V.Count;
        T* b = B + column;
        nint strideB = StrideB;
        int unsafeRows = 0;
        T* last = stackalloc T[width * 2 * V.Count];
        if (RightTransposed)
        {
            b = Packed(panel, column, valid, width);
            strideB = width;
        }
        else if (valid < width)
        {
            // The last rows of B, where whole vectors would reach beyond the matrix, are copied.
            unsafeRows = (int)Math.Min(Depth, (width - valid + strideB - 1) / strideB);
            CopyLast(b + ((Depth - unsafeRows) * strideB), strideB, unsafeRows, valid, last, width);
        }
        bool aside = valid < width || (Accumulate && Epilogue is not null);
        T* tile = stackalloc T[14 * 2 * V.Count];
        for (int t = firstTile; t < endTile; t++)
        {
            int row = (int)((long)Rows * t / _rowTiles), rows = (int)((long)Rows * (t + 1) / _rowTiles) - row;
            T* place = C + (row * StrideC) + column;
            T* to = aside ? tile : place;
            nint strideTo = aside ? width : StrideC;
            Sum(rows, vectors, A + (row * RowStride), b, strideB, unsafeRows, last, to, strideTo, Accumulate && !aside);
            if (Epilogue is not null) Epilogue(in this, to, strideTo, row, rows, column, valid);
            if (aside) PutBack(tile, width, place, rows, valid);
        }
    }

    private readonly void Sum(int rows, int vectors, T* a, T* b, nint strideB, int unsafeRows, T* last, T* to, nint strideTo, bool accumulate)
    {
        delegate*<nint, T*, nint, nint, T*, nint, T*, nint, int, void> multiply = RegisterTile<T, V>.Of(rows, vectors);
        int depth = Depth - unsafeRows, blocks = Math.Max(1, (depth + LongestBlock - 1) / LongestBlock);
        for (int block = 0; block < blocks; block++)
        {
            nint from = (nint)((long)depth * block / blocks), until = (nint)((long)depth * (block + 1) / blocks);
            multiply(
                until - from, a + (from * DepthStride), RowStride, DepthStride, b + (from * strideB), strideB, to, strideTo, accumulate || block > 0 ? 1 : 0);
        }
        if (unsafeRows > 0)
            multiply(unsafeRows, a + (depth * DepthStride), RowStride, DepthStride, last, vectors * V.Count, to, strideTo, 1);
    }

    private readonly T* Packed(int panel, int column, int valid, int width)
    {
        var packed = (T*)Scratch.Take((nuint)Depth * (nuint)width * (nuint)sizeof(T), _id, panel, out bool holds);
        if (!holds) Transpose<T>.Pack(B + (column * StrideB), StrideB, valid, Depth, packed, width);
        return packed;
    }

    private static void CopyLast(T* from, nint stride, int rows, int valid, T* to, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < width; i++) to[(row * width) + i] = i < valid ? from[(row * stride) + i] : T.Zero;
        }
    }

    private readonly void PutBack(T* tile, int width, T* to, int rows, int valid)
    {
        for (int row = 0; row < rows; row++)
        {
            T* source = tile + (row * width), target = to + (row * StrideC);
            int i = 0;
            for (; i + V.Count <= valid; i += V.Count)
            {
                V value = V.Load(source + i);
                (Accumulate ? V.Load(target + i) + value : value).Store(target + i);
            }
            if (i == valid) continue;
            V rest = V.Load(source + i);
            (Accumulate ? V.LoadPartial(target + i, valid - i) + rest : rest).StorePartial(target + i, valid - i);
        }
    }
}
