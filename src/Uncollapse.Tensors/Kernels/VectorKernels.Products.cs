using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void MultiplyCore(
        ProductKind kind, int m, int n, int k, T* a, int strideA, T* b, int strideB, T* c, int strideC, bool accumulate)
    {
        var job = new ProductJob<T, V>
        {
            Rows = m,
            Columns = n,
            Depth = k,
            A = a,
            B = b,
            C = c,
            RowStride = kind == ProductKind.LeftTransposed ? 1 : strideA,
            DepthStride = kind == ProductKind.LeftTransposed ? strideA : 1,
            StrideB = strideB,
            StrideC = strideC,
            RightTransposed = kind == ProductKind.RightTransposed,
            Accumulate = accumulate,
        };
        job.Run();
    }

    private protected override void LinearForwardCore(
        int rows, int inputs, int outputs, T* x, T* weights, T* bias, Activation activation, T* y, T* preactivation)
    {
        var job = new ProductJob<T, V>
        {
            Rows = rows,
            Columns = outputs,
            Depth = inputs,
            A = x,
            B = weights,
            C = y,
            RowStride = inputs,
            DepthStride = 1,
            StrideB = outputs,
            StrideC = outputs,
            Bias = bias,
            Preactivation = preactivation,
            Epilogue = bias is null && preactivation is null && activation == Activation.Identity ? null : ForwardEpilogue(activation),
        };
        job.Run();
    }

    private protected override void LinearBackwardInputCore(
        int rows, int inputs, int outputs, T* dy, T* weights, T* dx, bool accumulate, Activation activation, T* state)
    {
        var job = new ProductJob<T, V>
        {
            Rows = rows,
            Columns = inputs,
            Depth = outputs,
            A = dy,
            B = weights,
            C = dx,
            RowStride = outputs,
            DepthStride = 1,
            StrideB = outputs,
            StrideC = inputs,
            RightTransposed = true,
            Accumulate = accumulate,
            State = state,
            Epilogue = activation == Activation.Identity ? null : BackwardEpilogue(activation),
        };
        job.Run();
    }

    private static delegate*<in ProductJob<T, V>, T*, nint, int, int, int, int, void> ForwardEpilogue(Activation activation) => activation switch
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

    private static delegate*<in ProductJob<T, V>, T*, nint, int, int, int, int, void> BackwardEpilogue(Activation activation) => activation switch
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

    /// <summary>Adds the bias, keeps the preactivation where asked, and applies the activation to a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TActivation>(in ProductJob<T, V> job, T* tile, nint stride, int row, int rows, int column, int columns)
        where TActivation : struct, IActivation<V>
    {
        T* bias = job.Bias;
        for (int r = 0; r < rows; r++, tile += stride)
        {
            T* keep = job.Preactivation is null ? null : job.Preactivation + ((row + r) * job.StrideC) + column;
            int i = 0;
            for (; i + V.Count <= columns; i += V.Count)
            {
                V value = V.Load(tile + i);
                if (bias is not null) value += V.Load(bias + column + i);
                if (keep is not null) value.Store(keep + i);
                TActivation.Value(value).Store(tile + i);
            }
            if (i == columns) continue;
            V rest = V.LoadPartial(tile + i, columns - i);
            if (bias is not null) rest += V.LoadPartial(bias + column + i, columns - i);
            if (keep is not null) rest.StorePartial(keep + i, columns - i);
            TActivation.Value(rest).StorePartial(tile + i, columns - i);
        }
    }

    /// <summary>Multiplies a tile by f'(state).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slope<TActivation>(in ProductJob<T, V> job, T* tile, nint stride, int row, int rows, int column, int columns)
        where TActivation : struct, IActivation<V>
    {
        for (int r = 0; r < rows; r++, tile += stride)
        {
            T* state = job.State + ((row + r) * job.StrideC) + column;
            int i = 0;
            for (; i + V.Count <= columns; i += V.Count) (V.Load(tile + i) * TActivation.Slope(V.Load(state + i))).Store(tile + i);
            if (i == columns) continue;
            V rest = V.LoadPartial(tile + i, columns - i) * TActivation.Slope(V.LoadPartial(state + i, columns - i));
            rest.StorePartial(tile + i, columns - i);
        }
    }
}
