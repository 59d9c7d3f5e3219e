using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// A step of Adam. Each thread takes the columns that it takes in the products with this parameter, so that its cache already holds their
/// weights and gradients and no line changes hands. An element's result is the same whoever computes it.
/// </summary>
internal unsafe struct AdamJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal AdamCoefficients<T> Settings;
    internal int Rows, Columns;
    internal T* Parameter, Gradient, First, Second;
    private ColumnShares _shares;

    internal void Run()
    {
        _shares = new ColumnShares(Rows, Columns, 2 * V.Count, Workers.Count);
        Workers.Run(ref this, _shares.Tiles);
    }

    public readonly void Execute(int tile)
    {
        (int firstRow, int endRow, int firstColumn, int endColumn) = _shares.Of(tile);
        nint at = ((nint)firstRow * Columns) + firstColumn;
        AdamRule<T, V>.Step(
            Settings, endRow - firstRow, endColumn - firstColumn, Parameter + at, First + at, Second + at, Columns, Gradient + at, Columns);
    }
}
