using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Looks for elements that are not finite.</summary>
internal unsafe struct FiniteJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private ColumnShares _shares;
    private int _columns;
    private T* _x;
    private int* _found;

    internal static bool Run(int rows, int columns, T* x)
    {
        int found = 0;
        var job = new FiniteJob<T, V> { _shares = new ColumnShares(rows, columns, 2 * V.Count, Workers.Count), _columns = columns, _x = x, _found = &found };
        Workers.Run(ref job, job._shares.Tiles);
        return Volatile.Read(ref found) == 0;
    }

    public readonly void Execute(int tile)
    {
        (int firstRow, int endRow, int firstColumn, int endColumn) = _shares.Of(tile);
        double sum = 0;
        if (endColumn - firstColumn == _columns)
        {
            sum = Reducer<T, V, Summands<T, V>.Infinite>.Along((endRow - firstRow) * _columns, _x + ((nint)firstRow * _columns), null, V.Zero);
        }
        else
        {
            for (int row = firstRow; row < endRow; row++)
                sum += Reducer<T, V, Summands<T, V>.Infinite>.Along(endColumn - firstColumn, _x + ((nint)row * _columns) + firstColumn, null, V.Zero);
        }
        if (sum != 0) Volatile.Write(ref *_found, 1);
    }
}
