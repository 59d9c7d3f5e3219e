using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Log-softmax at the targets and its gradient, a position at a time.</summary>
internal unsafe struct CategoricalJob<T, V> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    private const int Tile = 16384;
    internal int Examples, Positions, Classes;
    internal T* Logits, RowWeights, LogLikelihood, Gradient;
    internal int* Targets;
    private int _rowsPerTile;
    private double* _values;

    internal void Run()
    {
        int rows = Examples * Positions;
        _values = (double*)Scratch.TakePartial((nuint)Math.Max(rows, 1) * sizeof(double));
        _rowsPerTile = Math.Max(1, Tile / Math.Max(1, Classes));
        Workers.Run(ref this, (rows + _rowsPerTile - 1) / _rowsPerTile);
        for (int n = 0; n < Examples && LogLikelihood is not null; n++)
        {
            double sum = 0;
            for (nint k = 0; k < Positions; k++) sum += _values[((nint)n * Positions) + k];
            LogLikelihood[n] = T.CreateTruncating(sum);
        }
    }

    public readonly void Execute(int tile)
    {
        int from = tile * _rowsPerTile, until = Math.Min(Examples * Positions, from + _rowsPerTile);
        for (int row = from; row < until; row++)
        {
            int target = Targets[row];
            T* logits = Logits + ((nint)row * Classes), gradient = Gradient is null ? null : Gradient + ((nint)row * Classes);
            if (target >= 0)
            {
                T largest = Largest(logits);
                double sum = Exponentials(logits, largest, gradient);
                _values[row] = double.CreateTruncating(logits[target] - largest) - Math.Log(sum);
                if (gradient is not null) Finish(gradient, target, RowWeights is null ? T.One : RowWeights[row / Positions], sum);
                continue;
            }
            _values[row] = 0;
            if (gradient is not null) new Span<T>(gradient, Classes).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly T Largest(T* x)
    {
        int i = 0;
        T result = T.NegativeInfinity;
        if (Classes >= V.Count)
        {
            V largest = V.Load(x);
            for (i = V.Count; i + V.Count <= Classes; i += V.Count) largest = V.Maximum(largest, V.Load(x + i));
            T* lanes = stackalloc T[V.Count];
            largest.Store(lanes);
            for (int lane = 0; lane < V.Count; lane++) result = T.Max(result, lanes[lane]);
        }
        for (; i < Classes; i++) result = T.Max(result, x[i]);
        return result;
    }

    /// <summary>The sum of e^(x - largest), the summands kept where there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly double Exponentials(T* x, T largest, T* keep)
    {
        V shift = V.Broadcast(largest), first = V.Zero, second = V.Zero;
        int i = 0;
        for (; i + (2 * V.Count) <= Classes; i += 2 * V.Count)
        {
            V a = Functions<T, V>.ExpOfNegative(V.Load(x + i) - shift), b = Functions<T, V>.ExpOfNegative(V.Load(x + i + V.Count) - shift);
            first += a;
            second += b;
            if (keep is null) continue;
            a.Store(keep + i);
            b.Store(keep + i + V.Count);
        }
        double sum = double.CreateTruncating(V.Sum(first + second));
        T* lanes = stackalloc T[V.Count];
        for (; i < Classes; i += V.Count)
        {
            int left = Classes - i, count = Math.Min(left, V.Count);
            V e = Functions<T, V>.ExpOfNegative(Ends<T, V>.Load(x + i, left) - shift);
            if (keep is not null) Ends<T, V>.Store(e, keep + i, left);
            e.Store(lanes);
            for (int lane = 0; lane < count; lane++) sum += double.CreateTruncating(lanes[lane]);
        }
        return sum;
    }

    /// <summary>gradient = weight (1 at the target - e / sum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(T* gradient, int target, T weight, double sum)
    {
        V scale = V.Broadcast(T.CreateTruncating(-double.CreateTruncating(weight) / sum));
        for (int i = 0; i < Classes; i += V.Count) Ends<T, V>.Store(scale * Ends<T, V>.Load(gradient + i, Classes - i), gradient + i, Classes - i);
        gradient[target] += weight;
    }
}
