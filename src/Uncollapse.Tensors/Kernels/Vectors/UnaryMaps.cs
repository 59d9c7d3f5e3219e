using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The functions of <see cref="UnaryFunction"/>.</summary>
internal static class UnaryMaps<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal readonly struct Negate : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => -x;
    }

    internal readonly struct Absolute : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.Absolute(x);
    }

    internal readonly struct Exp : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.Exp(x);
    }

    internal readonly struct ExpMinusOne : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.ExpMinusOne(x);
    }

    internal readonly struct Log : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.Log(x);
    }

    internal readonly struct Sqrt : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.Sqrt(x);
    }

    internal readonly struct Square : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x * x;
    }

    internal readonly struct Reciprocal : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => Functions<T, V>.C(1) / x;
    }
}
