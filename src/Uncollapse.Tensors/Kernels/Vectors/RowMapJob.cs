using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A map of a matrix and a vector that is repeated along its rows or its columns.</summary>
internal unsafe struct RowMapJob<T, V, TMap> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
    where TMap : unmanaged, IMap<V>
{
    private const int Tile = 8192;
    private TMap _map;
    private T* _x, _vector, _to;
    private int _rows, _columns, _rowsPerTile;
    private bool _perRow;

    /// <summary>to[r, c] = map(x[r, c], vector[c]), or vector[r] where <paramref name="perRow"/>.</summary>
    internal static void Run(TMap map, int rows, int columns, T* x, T* vector, T* to, bool perRow)
    {
        if (rows == 0 || columns == 0) return;
        int rowsPerTile = Math.Max(1, Tile / columns);
        var job = new RowMapJob<T, V, TMap>
        {
            _map = map, _x = x, _vector = vector, _to = to, _rows = rows, _columns = columns, _rowsPerTile = rowsPerTile, _perRow = perRow,
        };
        int tiles = (rows + rowsPerTile - 1) / rowsPerTile;
        Workers.Run(ref job, tiles);
    }

    public void Execute(int tile)
    {
        int from = tile * _rowsPerTile, until = (int)Math.Min(_rows, (long)from + _rowsPerTile);
        for (int row = from; row < until; row++)
        {
            nint at = (nint)row * _columns;
            if (_perRow)
                MapJob<T, V, WithSecond<V, TMap>>.Range(new WithSecond<V, TMap>(_map, V.Broadcast(_vector[row])), _columns, _x + at, null, null, _to + at);
            else
                MapJob<T, V, TMap>.Range(in _map, _columns, _x + at, _vector, null, _to + at);
        }
    }
}
