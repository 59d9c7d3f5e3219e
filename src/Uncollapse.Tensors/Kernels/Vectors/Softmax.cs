using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The parts of a softmax of one row.</summary>
internal static unsafe class Softmax<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>The largest element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static T Largest(T* x, int count)
    {
        int i = 0;
        T result = T.NegativeInfinity;
        if (count >= V.Count)
        {
            V largest = V.Load(x);
            for (i = V.Count; i + V.Count <= count; i += V.Count) largest = V.Maximum(largest, V.Load(x + i));
            T* lanes = stackalloc T[V.Count];
            largest.Store(lanes);
            for (int lane = 0; lane < V.Count; lane++) result = T.Max(result, lanes[lane]);
        }
        for (; i < count; i++) result = T.Max(result, x[i]);
        return result;
    }

    /// <summary>The sum of e^(x - largest); the summands are kept, in whole vectors of which the last ends with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Exponentials(T* x, int count, T largest, T* keep)
    {
        V shift = V.Broadcast(largest), first = V.Zero, second = V.Zero;
        int i = 0;
        for (; i + (2 * V.Count) <= count; i += 2 * V.Count)
        {
            V a = Functions<T, V>.ExpOfNegative(V.Load(x + i) - shift), b = Functions<T, V>.ExpOfNegative(V.Load(x + i + V.Count) - shift);
            first += a;
            second += b;
            a.Store(keep + i);
            b.Store(keep + i + V.Count);
        }
        for (; i < count; i += V.Count)
        {
            int left = count - i;
            V e = Functions<T, V>.ExpOfNegative(Ends<T, V>.Load(x + i, left) - shift);
            if (left < V.Count) e = V.First(e, left);
            first += e;
            e.Store(keep + i);
        }
        return double.CreateTruncating(V.Sum(first + second));
    }
}
