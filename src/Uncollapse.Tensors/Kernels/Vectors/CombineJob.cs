using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Adds the late halves of a product's sums to the early ones, and runs its epilogue.</summary>
internal unsafe struct CombineJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int TileColumns = 64;
    private const int TileRows = 64;
    private ProductJob<T, V> _product;
    private T* _second;
    private int _columnTiles, _rowTiles;

    internal static void Run(in ProductJob<T, V> product, T* second)
    {
        var job = new CombineJob<T, V>
        {
            _product = product,
            _second = second,
            _columnTiles = (product.Columns + TileColumns - 1) / TileColumns,
            _rowTiles = (product.Rows + TileRows - 1) / TileRows,
        };
        Workers.Run(ref job, job._columnTiles * job._rowTiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int column = tile / _rowTiles * TileColumns, columns = Math.Min(TileColumns, _product.Columns - column);
        int row = tile % _rowTiles * TileRows, rows = Math.Min(TileRows, _product.Rows - row);
        T* place = _product.C + (row * _product.StrideC) + column, late = _second + ((nint)row * _product.Columns) + column;
        for (int r = 0; r < rows; r++)
        {
            T* to = place + (r * _product.StrideC), from = late + ((nint)r * _product.Columns);
            for (int i = 0; i < columns; i += V.Count)
            {
                V sum = Ends<T, V>.Load(to + i, columns - i) + Ends<T, V>.Load(from + i, columns - i);
                Ends<T, V>.Store(sum, to + i, columns - i);
                // A line that was written on one core and only read on another is slow to write again: written here too, it just moves.
                Ends<T, V>.Store(sum, from + i, columns - i);
            }
        }
        if (_product.Epilogue is not null) _product.Epilogue(in _product, place, _product.StrideC, row, rows, column, columns);
    }
}
