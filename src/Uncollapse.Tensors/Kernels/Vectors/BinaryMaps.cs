using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The functions of <see cref="BinaryFunction"/>.</summary>
internal static class BinaryMaps<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal readonly struct Add : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x + y;
    }

    internal readonly struct Subtract : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x - y;
    }

    internal readonly struct Multiply : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x * y;
    }

    internal readonly struct Divide : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => x / y;
    }

    internal readonly struct Maximum : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.Maximum(x, y);
    }

    internal readonly struct Minimum : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.Minimum(x, y);
    }
}
