using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The sums of one register tile, in blocks that stay in the nearer caches.</summary>
internal readonly unsafe struct TileSum<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal const int LongestBlock = 512;
    private readonly delegate*<Segment*, Segment*, T*, nint, nint, T*, nint, T*, nint, int, void> _multiply;
    private readonly int _rows, _vectors, _unsafeRows;
    private readonly nint _rowStride, _depthStride, _strideB;
    private readonly T* _a, _b, _last;

    /// <summary>
    /// A tile; the last <paramref name="unsafeRows"/> rows of B are read from <paramref name="last"/>, dense.
    /// </summary>
    internal TileSum(int rows, int vectors, T* a, nint rowStride, nint depthStride, T* b, nint strideB, int unsafeRows, T* last)
    {
        _multiply = RegisterTile<T, V>.Of(rows, vectors);
        _rows = rows;
        _vectors = vectors;
        _a = a;
        _rowStride = rowStride;
        _depthStride = depthStride;
        _b = b;
        _strideB = strideB;
        _unsafeRows = unsafeRows;
        _last = last;
    }

    /// <summary>The sum over k from (inclusive) to until, the latter the end of B.</summary>
    internal void Run(int from, int until, T* to, nint strideTo, bool accumulate) => Blocks(from, until, _unsafeRows, to, strideTo, accumulate);

    /// <summary>The sum up to the middle plus the sum from there, the latter complete before it is added.</summary>
    internal void RunHalves(int middle, int until, T* to, nint strideTo, bool accumulate, T* half)
    {
        Blocks(0, middle, 0, to, strideTo, accumulate);
        if (until - middle <= LongestBlock && _unsafeRows == 0)
        {
            Blocks(middle, until, 0, to, strideTo, accumulate: true);
            return;
        }
        nint width = _vectors * V.Count;
        Blocks(middle, until, _unsafeRows, half, width, accumulate: false);
        for (int row = 0; row < _rows; row++)
        {
            for (int i = 0; i < width; i += V.Count) (V.Load(to + (row * strideTo) + i) + V.Load(half + (row * width) + i)).Store(to + (row * strideTo) + i);
        }
    }

    private void Blocks(int from, int until, int unsafeRows, T* to, nint strideTo, bool accumulate)
    {
        int depth = until - from - unsafeRows, blocks = Math.Max(1, (depth + LongestBlock - 1) / LongestBlock);
        for (int block = 0; block < blocks; block++)
        {
            nint start = from + (nint)((long)depth * block / blocks), end = from + (nint)((long)depth * (block + 1) / blocks);
            Segment whole = new(0, end - start);
            _multiply(
                &whole, &whole + 1, _a + (start * _depthStride), _rowStride, _depthStride, _b + (start * _strideB), _strideB, to, strideTo, accumulate || block > 0 ? 1 : 0);
        }
        if (unsafeRows == 0) return;
        Segment rest = new(0, unsafeRows);
        _multiply(&rest, &rest + 1, _a + ((from + depth) * _depthStride), _rowStride, _depthStride, _last, _vectors * V.Count, to, strideTo, 1);
    }
}
