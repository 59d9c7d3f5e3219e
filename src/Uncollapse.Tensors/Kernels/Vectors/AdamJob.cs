using System.Numerics;
using System.Runtime.CompilerServices;
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
        if (endColumn - firstColumn == Columns)
        {
            Elements((nint)firstRow * Columns, (endRow - firstRow) * Columns);
            return;
        }
        for (int row = firstRow; row < endRow; row++) Elements(((nint)row * Columns) + firstColumn, endColumn - firstColumn);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Elements(nint from, int length)
    {
        T* parameter = Parameter + from, gradient = Gradient + from, first = First + from, second = Second + from;
        var rule = new AdamRule<T, V>(in Settings);
        // Parts of rows are too short for the hardware to foresee: ask for the same place two rows on.
        nint ahead = _shares.Shares == 1 ? 0 : 2 * (nint)Columns;
        for (int i = 0; i < length; i += V.Count)
        {
            int left = length - i;
            if (ahead != 0)
            {
                Prefetch.Near(parameter + ahead + i);
                Prefetch.Near(gradient + ahead + i);
                Prefetch.Near(first + ahead + i);
                Prefetch.Near(second + ahead + i);
            }
            V m = Ends<T, V>.Load(first + i, left), v = Ends<T, V>.Load(second + i, left);
            V weight = rule.Step(Ends<T, V>.Load(parameter + i, left), Ends<T, V>.Load(gradient + i, left), ref m, ref v);
            Ends<T, V>.Store(m, first + i, left);
            Ends<T, V>.Store(v, second + i, left);
            Ends<T, V>.Store(weight, parameter + i, left);
        }
    }
}
