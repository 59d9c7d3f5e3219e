using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>What happens to a tile of a convolution while it is near: bias and activation, or the derivative of an earlier activation.</summary>
internal static unsafe class TileEnds<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>tile = f(tile + bias), tile + bias kept in other where there is one.</summary>
    internal static delegate*<T*, nint, int, int, T*, T*, nint, void> Finish(Activation activation) => activation switch
    {
        Activation.Identity => &Finish<Activations<T, V>.Identity>,
        Activation.Relu => &Finish<Activations<T, V>.Relu>,
        Activation.Tanh => &Finish<Activations<T, V>.Tanh>,
        Activation.Elu => &Finish<Activations<T, V>.Elu>,
        Activation.Gelu => &Finish<Activations<T, V>.Gelu>,
        Activation.Silu => &Finish<Activations<T, V>.Silu>,
        Activation.LeakyRelu => &Finish<Activations<T, V>.LeakyRelu>,
        Activation.Softplus => &Finish<Activations<T, V>.Softplus>,
        Activation.Sigmoid => &Finish<Activations<T, V>.Sigmoid>,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation"),
    };

    /// <summary>tile *= f'(other).</summary>
    internal static delegate*<T*, nint, int, int, T*, T*, nint, void> Slope(Activation activation) => activation switch
    {
        Activation.Relu => &Slope<Activations<T, V>.Relu>,
        Activation.Tanh => &Slope<Activations<T, V>.Tanh>,
        Activation.Elu => &Slope<Activations<T, V>.Elu>,
        Activation.Gelu => &Slope<Activations<T, V>.Gelu>,
        Activation.Silu => &Slope<Activations<T, V>.Silu>,
        Activation.LeakyRelu => &Slope<Activations<T, V>.LeakyRelu>,
        Activation.Softplus => &Slope<Activations<T, V>.Softplus>,
        Activation.Sigmoid => &Slope<Activations<T, V>.Sigmoid>,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation"),
    };

    /// <summary>Writes a tile of whole vectors to where only the first <paramref name="columns"/> belong, or adds it.</summary>
    internal static void Put(T* tile, nint width, T* to, nint stride, int rows, int columns, bool add)
    {
        for (int row = 0; row < rows; row++, tile += width, to += stride)
        {
            for (int i = 0; i < columns; i += V.Count) Ends<T, V>.Put(V.Load(tile + i), to + i, columns - i, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TActivation>(T* tile, nint stride, int rows, int columns, T* bias, T* other, nint otherStride)
        where TActivation : struct, IActivation<V>
    {
        bool keep = other is not null;
        for (int row = 0; row < rows; row++, tile += stride, other += otherStride)
        {
            for (int i = 0; i < columns; i += V.Count)
            {
                V value = V.Load(tile + i);
                if (bias is not null) value += Ends<T, V>.Load(bias + i, columns - i);
                if (keep) Ends<T, V>.Store(value, other + i, columns - i);
                TActivation.Value(value).Store(tile + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slope<TActivation>(T* tile, nint stride, int rows, int columns, T* bias, T* other, nint otherStride)
        where TActivation : struct, IActivation<V>
    {
        for (int row = 0; row < rows; row++, tile += stride, other += otherStride)
        {
            for (int i = 0; i < columns; i += V.Count)
                (V.Load(tile + i) * TActivation.Slope(Ends<T, V>.Load(other + i, columns - i))).Store(tile + i);
        }
    }
}
