using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Adam's rule on a block of a parameter.</summary>
internal static unsafe class AdamRule<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>Steps [rows, columns] of a parameter and its moments, rows <paramref name="stride"/> apart, along a gradient with a stride of its own.</summary>
    /// <remarks>The loop has a method to itself: the compiler stops inlining where a method has too much of it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Step(
        in AdamCoefficients<T> settings, int rows, int columns, T* parameter, T* first, T* second, nint stride, T* gradient, nint gradientStride)
    {
        V gradientScale = V.Broadcast(settings.GradientScale), coupled = V.Broadcast(settings.Coupled), keep = V.Broadcast(settings.Keep);
        V beta1 = V.Broadcast(settings.Beta1), oneLessBeta1 = V.Broadcast(settings.OneLessBeta1), beta2 = V.Broadcast(settings.Beta2);
        V oneLessBeta2 = V.Broadcast(settings.OneLessBeta2), rate = V.Broadcast(-settings.Rate), correction = V.Broadcast(settings.InverseRootCorrection);
        V epsilon = V.Broadcast(settings.Epsilon), tiny = V.Broadcast(AdamCoefficients<T>.Least);
        if (stride == columns && gradientStride == columns)
        {
            // Whole rows are one long row.
            columns *= rows;
            rows = 1;
        }
        int whole = columns - (columns % V.Count);
        for (int row = 0; row < rows; row++, parameter += stride, first += stride, second += stride, gradient += gradientStride)
        {
            for (int i = 0; i < whole; i += V.Count)
            {
                V weight = V.Load(parameter + i), slope = V.MultiplyAdd(coupled, weight, gradientScale * V.Load(gradient + i));
                V m = V.MultiplyAdd(beta1, V.Load(first + i), oneLessBeta1 * slope);
                V v = V.MultiplyAdd(beta2, V.Load(second + i), oneLessBeta2 * slope * slope);
                m = V.Select(V.LessThan(V.Absolute(m), tiny), V.Zero, m);
                v = V.Select(V.LessThan(v, tiny), V.Zero, v);
                m.Store(first + i);
                v.Store(second + i);
                V.MultiplyAdd(keep, weight, rate * m / V.MultiplyAdd(V.Sqrt(v), correction, epsilon)).Store(parameter + i);
            }
        }
        if (whole == columns) return;
        parameter -= rows * stride;
        first -= rows * stride;
        second -= rows * stride;
        Tail(settings, rows, columns - whole, parameter + whole, first + whole, second + whole, stride, gradient - (rows * gradientStride) + whole, gradientStride);
    }

    /// <summary>The columns that do not fill a vector: they go through a place where they do.</summary>
    private static void Tail(
        in AdamCoefficients<T> settings, int rows, int columns, T* parameter, T* first, T* second, nint stride, T* gradient, nint gradientStride)
    {
        T* place = stackalloc T[4 * V.Count];
        for (int row = 0; row < rows; row++, parameter += stride, first += stride, second += stride, gradient += gradientStride)
        {
            V.LoadPartial(parameter, columns).Store(place);
            V.LoadPartial(first, columns).Store(place + V.Count);
            V.LoadPartial(second, columns).Store(place + (2 * V.Count));
            V.LoadPartial(gradient, columns).Store(place + (3 * V.Count));
            Step(settings, 1, V.Count, place, place + V.Count, place + (2 * V.Count), V.Count, place + (3 * V.Count), V.Count);
            V.Load(place).StorePartial(parameter, columns);
            V.Load(place + V.Count).StorePartial(first, columns);
            V.Load(place + (2 * V.Count)).StorePartial(second, columns);
        }
    }
}
