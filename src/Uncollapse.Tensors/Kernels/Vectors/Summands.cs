using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>What <see cref="Reducer{T, V, TMap}"/> sums.</summary>
internal static class Summands<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>x.</summary>
    internal readonly struct Itself : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x;
    }

    /// <summary>x y.</summary>
    internal readonly struct Product : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x * y;
    }

    /// <summary>(x - z)^2 along a row, where z is given.</summary>
    internal readonly struct Centred : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => (x - z) * (x - z);
    }

    /// <summary>(x - z)^2 down a column.</summary>
    internal readonly struct CentredDown : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => (x - z) * (x - z);
    }

    /// <summary>The divergence of N(x, e^y) from N(0, 1).</summary>
    internal readonly struct Divergence : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.C(0.5) * V.MultiplyAdd(x, x, Functions<T, V>.ExpMinusOne(y) - y);
    }

    /// <summary>0 where x is finite, otherwise NaN.</summary>
    internal readonly struct Infinite : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x - x;
    }
}
