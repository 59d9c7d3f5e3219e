using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Other maps: affine, bounded, and activations with their slopes.</summary>
internal static class Maps<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal readonly struct Affine(V scale, V offset) : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.MultiplyAdd(scale, x, offset);
    }

    internal readonly struct AddAffine(V scale, V offset) : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => y + V.MultiplyAdd(scale, x, offset);
    }

    internal readonly struct MultiplyAdd : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.MultiplyAdd(x, y, z);
    }

    internal readonly struct Clamp(V low, V high) : IMap<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.MinimumOrSecond(high, V.MaximumOrSecond(low, x));
    }

    internal readonly struct Forward<TActivation> : IMap<V>
        where TActivation : struct, IActivation<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => TActivation.Value(x);
    }

    /// <summary>x is the state, y what is multiplied by the slope there.</summary>
    internal readonly struct Backward<TActivation> : IMap<V>
        where TActivation : struct, IActivation<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => y * TActivation.Slope(x);
    }

    /// <summary>The same, added to z.</summary>
    internal readonly struct AddBackward<TActivation> : IMap<V>
        where TActivation : struct, IActivation<V>
    {
        public static int Inputs
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x, V y, V z) => V.MultiplyAdd(y, TActivation.Slope(x), z);
    }
}
