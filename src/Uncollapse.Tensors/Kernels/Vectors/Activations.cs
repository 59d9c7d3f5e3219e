using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The activations over vectors.</summary>
internal static class Activations<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal readonly struct Identity : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => Functions<T, V>.C(1);
    }

    internal readonly struct Relu : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => V.MaximumOrSecond(V.Zero, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => V.Select(V.LessThan(V.Zero, state), Functions<T, V>.C(1), V.Zero);
    }

    internal readonly struct Tanh : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => Functions<T, V>.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => V.MultiplyAdd(-state, state, Functions<T, V>.C(1));
    }

    internal readonly struct Elu : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => V.Select(V.LessThan(V.Zero, x), x, Functions<T, V>.ExpMinusOne(V.MinimumOrSecond(V.Zero, x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => V.Select(V.LessThan(V.Zero, state), Functions<T, V>.C(1), state + Functions<T, V>.C(1));
    }

    internal readonly struct LeakyRelu : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => V.Select(V.LessThan(V.Zero, x), x, x * Functions<T, V>.C(0.01));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => V.Select(V.LessThan(V.Zero, state), Functions<T, V>.C(1), Functions<T, V>.C(0.01));
    }

    internal readonly struct Softplus : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => Functions<T, V>.Softplus(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => Functions<T, V>.Sigmoid(state);
    }

    internal readonly struct Sigmoid : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x) => Functions<T, V>.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state) => state * (Functions<T, V>.C(1) - state);
    }

    internal readonly struct Gelu : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x)
        {
            V value = x * Functions<T, V>.NormalDistribution(x, out _);
            return V.Select(V.LessThan(x, Functions<T, V>.C(-40)), Functions<T, V>.C(-0.0), value);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state)
        {
            V distribution = Functions<T, V>.NormalDistribution(state, out V density);
            V bounded = V.MinimumOrSecond(Functions<T, V>.C(40), V.MaximumOrSecond(Functions<T, V>.C(-40), state));
            return V.MultiplyAdd(bounded, density, distribution);
        }
    }

    internal readonly struct Silu : IActivation<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value(V x)
        {
            V value = x * Functions<T, V>.Sigmoid(x);
            return V.Select(V.LessThan(x, Functions<T, V>.C(-800)), Functions<T, V>.C(-0.0), value);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Slope(V state)
        {
            V sigmoid = Functions<T, V>.Sigmoid(state, out V complement);
            V bounded = V.MinimumOrSecond(Functions<T, V>.C(800), V.MaximumOrSecond(Functions<T, V>.C(-800), state));
            return V.MultiplyAdd(bounded * sigmoid, complement, sigmoid);
        }
    }
}
