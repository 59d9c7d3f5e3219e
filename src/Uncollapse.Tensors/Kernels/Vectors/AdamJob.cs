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
    private const int Tile = 16384;
    internal AdamCoefficients<T> Settings;
    internal int Rows, Columns;
    internal T* Parameter, Gradient, First, Second;
    private int _shares, _rowTiles;

    internal void Run()
    {
        int panels = (Columns + (2 * V.Count) - 1) / (2 * V.Count);
        _shares = Math.Min(Workers.Count, panels);
        long elements = (long)Rows * Columns;
        _rowTiles = (int)Math.Clamp(elements / ((long)Tile * _shares), 1, Rows);
        Workers.Run(ref this, elements < Tile ? 1 : _shares * _rowTiles);
    }

    public readonly void Execute(int tile)
    {
        if ((long)Rows * Columns < Tile)
        {
            Elements(0, Rows * Columns);
            return;
        }
        int share = tile / _rowTiles, part = tile % _rowTiles, panels = (Columns + (2 * V.Count) - 1) / (2 * V.Count);
        int from = panels * share / _shares * 2 * V.Count, until = Math.Min(Columns, panels * (share + 1) / _shares * 2 * V.Count);
        int firstRow = (int)((long)Rows * part / _rowTiles), endRow = (int)((long)Rows * (part + 1) / _rowTiles);
        if (_shares == 1)
        {
            Elements((nint)firstRow * Columns, (endRow - firstRow) * Columns);
            return;
        }
        for (int row = firstRow; row < endRow; row++) Elements(((nint)row * Columns) + from, until - from);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Elements(nint from, int length)
    {
        T* parameter = Parameter + from, gradient = Gradient + from, first = First + from, second = Second + from;
        V gradientScale = V.Broadcast(Settings.GradientScale), coupled = V.Broadcast(Settings.Coupled), keep = V.Broadcast(Settings.Keep);
        V beta1 = V.Broadcast(Settings.Beta1), oneLessBeta1 = V.Broadcast(Settings.OneLessBeta1), beta2 = V.Broadcast(Settings.Beta2);
        V oneLessBeta2 = V.Broadcast(Settings.OneLessBeta2), rate = V.Broadcast(-Settings.Rate), correction = V.Broadcast(Settings.InverseRootCorrection);
        V epsilon = V.Broadcast(Settings.Epsilon);
        for (int i = 0; i < length; i += V.Count)
        {
            int left = length - i;
            V weight = Ends<T, V>.Load(parameter + i, left);
            V slope = V.MultiplyAdd(coupled, weight, gradientScale * Ends<T, V>.Load(gradient + i, left));
            V m = V.MultiplyAdd(beta1, Ends<T, V>.Load(first + i, left), oneLessBeta1 * slope);
            V v = V.MultiplyAdd(beta2, Ends<T, V>.Load(second + i, left), oneLessBeta2 * slope * slope);
            V root = V.MultiplyAdd(V.Sqrt(v), correction, epsilon);
            Ends<T, V>.Store(m, first + i, left);
            Ends<T, V>.Store(v, second + i, left);
            Ends<T, V>.Store(V.MultiplyAdd(keep, weight, rate * m / root), parameter + i, left);
        }
    }
}
