using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A matrix product cut into register tiles: panels of two vectors of columns by balanced runs of rows. Tasks are neighbouring tiles of one
/// panel, so that a thread keeps to its own columns of B and C; the arithmetic of a tile is the same whoever does it.
/// </summary>
/// <remarks>
/// <para>A and B are read where they lie, except B transposed, which each thread packs a panel at a time. The epilogue runs on a tile that
/// has just been written.</para>
/// <para>Where too many of a panel's lanes would be idle, lanes run along the sum instead (ProductJob.Narrow.cs).</para>
/// <para>Long sums of x W^T, and of x W with few columns, are the sum of two halves. Several threads do each its half into a place of its own
/// and add them in a second pass; one thread adds at once; the bits are the same. So a thread reads those columns of W (or rows, with few columns)
/// that are its own in the other products and in the optimiser: a line that two cores have read is slow to write, ten nanoseconds each.</para>
/// </remarks>
internal unsafe partial struct ProductJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Products (multiply-adds) that make a task worth claiming.</summary>
    private const long SmallestTask = 1 << 17;

    /// <summary>Tiles whose gradients are made before Adam uses them up: few enough for the nearest cache.</summary>
    private const int BlockTiles = 4;

    /// <summary>Shorter sums are not halved.</summary>
    private const int ShortestHalved = 256;

    internal int Rows, Columns, Depth;
    internal T* A, B, C;
    internal nint RowStride, DepthStride, StrideB, StrideC;
    internal bool RightTransposed, Accumulate;

    /// <summary>What the epilogue needs: bias and preactivation (forward), or the state that a slope is computed from (backward).</summary>
    internal T* Bias, Preactivation, State;
    internal delegate*<in ProductJob<T, V>, T*, nint, int, int, int, int, void> Epilogue;

    /// <summary>Where the product is a gradient that only the epilogue sees: what that updates. C is then not written.</summary>
    internal AdamTarget<T> Adam;

    private int _rowTiles, _panels, _groups, _middle;
    private bool _byRows, _apart, _isNarrow;
    private T* _second;
    private long _id;

    internal void Run()
    {
        _isNarrow = IsNarrow;
        if (_isNarrow)
        {
            RunNarrow();
            return;
        }
        int width = 2 * V.Count;
        _rowTiles = (Rows + V.TileRows - 1) / V.TileRows;
        _panels = (Columns + width - 1) / width;
        _id = RightTransposed ? Scratch.NewJob() : 0;
        bool narrow = _panels < 4 && DepthStride == 1 && !RightTransposed;
        bool halved = Depth >= ShortestHalved && (RightTransposed || narrow) && !Accumulate;
        _middle = halved ? ((Depth / 2) + V.Count - 1) / V.Count * V.Count : Depth;
        _apart = halved && Workers.Count > 1;
        long perTile = (long)Math.Min(V.TileRows, Rows) * Math.Min(width, Columns) * Math.Max(Depth, 16);
        // With few panels a run of whole panels would be too coarse a share: cut by rows.
        _byRows = _panels < 4 && !RightTransposed;
        if (_byRows) perTile *= _panels;
        _groups = (int)Math.Clamp(perTile * _rowTiles / SmallestTask, 1, _rowTiles);
        if (!_apart)
        {
            Workers.Run(ref this, Tasks);
            return;
        }
        _second = (T*)Scratch.TakePartial((nuint)Rows * (nuint)Columns * (nuint)sizeof(T));
        Workers.Run(ref this, 2 * Tasks);
        CombineJob<T, V>.Run(in this, _second);
    }

    private readonly int Tasks => _byRows ? _groups : _panels * _groups;

    public void Execute(int tile)
    {
        if (_isNarrow)
        {
            Narrow(tile);
            return;
        }
        bool late = tile >= Tasks;
        if (late) tile -= Tasks;
        int group = _byRows ? tile : tile % _groups;
        int from = (int)((long)_rowTiles * group / _groups), to = (int)((long)_rowTiles * (group + 1) / _groups);
        if (Adam.Parameter is not null)
        {
            if (_byRows) Update(0, _panels, from, to);
            else Update(tile / _groups, (tile / _groups) + 1, from, to);
            return;
        }
        if (!_byRows)
        {
            Panel(tile / _groups, from, to, late);
            return;
        }
        for (int panel = 0; panel < _panels; panel++) Panel(panel, from, to, late);
    }

    /// <summary>
    /// The Adam step of a run of tiles: of one panel, or of all where the columns are few. Some tiles' sums go to a block in the nearest cache and are
    /// used up there together; after each tile by itself the pipeline would run empty twice.
    /// </summary>
    [SkipLocalsInit]
    private void Update(int firstPanel, int endPanel, int firstTile, int endTile)
    {
        int firstColumn = firstPanel * 2 * V.Count, columns = Math.Min(Columns, endPanel * 2 * V.Count) - firstColumn;
        int stride = (columns + V.Count - 1) / V.Count * V.Count;
        T* block = stackalloc T[BlockTiles * V.TileRows * stride], last = stackalloc T[4 * V.Count * V.Count];
        for (int t = firstTile; t < endTile; t += BlockTiles)
        {
            int end = Math.Min(endTile, t + BlockTiles), firstRow = FirstRow(t);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int column = panel * 2 * V.Count, valid = Math.Min(2 * V.Count, Columns - column), vectors = valid > V.Count ? 2 : 1;
                int unsafeRows = CopyLast(column, valid, vectors * V.Count, Depth, last);
                for (int u = t; u < end; u++)
                {
                    int row = FirstRow(u);
                    var sums = new TileSum<T, V>(FirstRow(u + 1) - row, vectors, A + (row * RowStride), RowStride, DepthStride, B + column, StrideB, unsafeRows, last);
                    sums.Run(0, Depth, block + ((row - firstRow) * stride) + column - firstColumn, stride, accumulate: false);
                }
            }
            Epilogue(in this, block, stride, firstRow, FirstRow(end) - firstRow, firstColumn, columns);
        }
    }

    private readonly int FirstRow(int tile) => (int)((long)Rows * tile / _rowTiles);

    /// <summary>A run of tiles of a panel: the whole sums, or where halves are done apart, the early or the late half.</summary>
    [SkipLocalsInit]
    private void Panel(int panel, int firstTile, int endTile, bool late)
    {
        int column = panel * 2 * V.Count, valid = Math.Min(2 * V.Count, Columns - column);
        int vectors = valid > V.Count ? 2 : 1, width = vectors * V.Count;
        int from = late ? _middle : 0, until = _apart && !late ? _middle : Depth;
        T* b = B + column + (from * StrideB);
        nint strideB = StrideB;
        int unsafeRows = 0;
        T* last = stackalloc T[width * 2 * V.Count];
        if (RightTransposed)
        {
            b = Packed(panel, column, valid, width, from, until - from);
            strideB = width;
        }
        else if (until == Depth)
        {
            unsafeRows = CopyLast(column, valid, width, until - from, last);
        }
        T* results = late ? _second : C;
        nint strideResults = late ? Columns : StrideC;
        bool add = Accumulate && !late, aside = valid < width || (add && Epilogue is not null);
        T* tile = stackalloc T[14 * 2 * V.Count], half = stackalloc T[14 * 2 * V.Count];
        for (int t = firstTile; t < endTile; t++)
        {
            int row = FirstRow(t), rows = FirstRow(t + 1) - row;
            T* place = results + (row * strideResults) + column, to = aside ? tile : place;
            nint strideTo = aside ? width : strideResults;
            var sums = new TileSum<T, V>(rows, vectors, A + (row * RowStride) + (from * DepthStride), RowStride, DepthStride, b, strideB, unsafeRows, last);
            if (_apart || _middle == Depth) sums.Run(0, until - from, to, strideTo, add && !aside);
            else sums.RunHalves(_middle, Depth, to, strideTo, add && !aside, half);
            if (Epilogue is not null && !_apart) Epilogue(in this, to, strideTo, row, rows, column, valid);
            if (aside) PutBack(tile, width, place, strideResults, rows, valid, add);
        }
    }

    private readonly T* Packed(int panel, int column, int valid, int width, int from, int depth)
    {
        var packed = (T*)Scratch.Take(Scratch.Packed, (nuint)depth * (nuint)width * (nuint)sizeof(T), _id, (2 * panel) + (from > 0 ? 1 : 0), out bool holds);
        if (!holds) Transpose<T>.Pack(B + (column * StrideB) + from, StrideB, valid, depth, packed, width);
        return packed;
    }

    /// <summary>Copies the last rows of B, where whole vectors would reach beyond the matrix; returns how many those are.</summary>
    private readonly int CopyLast(int column, int valid, int width, int depth, T* to)
    {
        if (valid == width) return 0;
        int rows = (int)Math.Min(depth, (width - valid + StrideB - 1) / StrideB);
        T* from = B + column + ((Depth - rows) * StrideB);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < width; i++) to[(row * width) + i] = i < valid ? from[(row * StrideB) + i] : T.Zero;
        }
        return rows;
    }

    private static void PutBack(T* tile, int width, T* to, nint stride, int rows, int valid, bool add)
    {
        for (int row = 0; row < rows; row++)
        {
            T* source = tile + (row * width), target = to + (row * stride);
            int i = 0;
            for (; i + V.Count <= valid; i += V.Count)
            {
                V value = V.Load(source + i);
                (add ? V.Load(target + i) + value : value).Store(target + i);
            }
            if (i == valid) continue;
            V rest = V.Load(source + i);
            (add ? V.LoadPartial(target + i, valid - i) + rest : rest).StorePartial(target + i, valid - i);
        }
    }
}
