using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

internal sealed unsafe partial class VectorKernels<T, V>
{
    private protected override void ActivationForwardCore(Activation activation, int length, T* x, T* y)
    {
        switch (activation)
        {
            case Activation.Identity: Map(default(Maps<T, V>.Forward<Activations<T, V>.Identity>), length, x, y); break;
            case Activation.Relu: Map(default(Maps<T, V>.Forward<Activations<T, V>.Relu>), length, x, y); break;
            case Activation.Tanh: Map(default(Maps<T, V>.Forward<Activations<T, V>.Tanh>), length, x, y); break;
            case Activation.Elu: Map(default(Maps<T, V>.Forward<Activations<T, V>.Elu>), length, x, y); break;
            case Activation.Gelu: Map(default(Maps<T, V>.Forward<Activations<T, V>.Gelu>), length, x, y); break;
            case Activation.Silu: Map(default(Maps<T, V>.Forward<Activations<T, V>.Silu>), length, x, y); break;
            case Activation.LeakyRelu: Map(default(Maps<T, V>.Forward<Activations<T, V>.LeakyRelu>), length, x, y); break;
            case Activation.Softplus: Map(default(Maps<T, V>.Forward<Activations<T, V>.Softplus>), length, x, y); break;
            case Activation.Sigmoid: Map(default(Maps<T, V>.Forward<Activations<T, V>.Sigmoid>), length, x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation");
        }
    }

    private protected override void ActivationBackwardCore(Activation activation, int length, T* state, T* dy, T* dx, bool accumulate)
    {
        switch (activation)
        {
            case Activation.Identity: Backward<Activations<T, V>.Identity>(length, state, dy, dx, accumulate); break;
            case Activation.Relu: Backward<Activations<T, V>.Relu>(length, state, dy, dx, accumulate); break;
            case Activation.Tanh: Backward<Activations<T, V>.Tanh>(length, state, dy, dx, accumulate); break;
            case Activation.Elu: Backward<Activations<T, V>.Elu>(length, state, dy, dx, accumulate); break;
            case Activation.Gelu: Backward<Activations<T, V>.Gelu>(length, state, dy, dx, accumulate); break;
            case Activation.Silu: Backward<Activations<T, V>.Silu>(length, state, dy, dx, accumulate); break;
            case Activation.LeakyRelu: Backward<Activations<T, V>.LeakyRelu>(length, state, dy, dx, accumulate); break;
            case Activation.Softplus: Backward<Activations<T, V>.Softplus>(length, state, dy, dx, accumulate); break;
            case Activation.Sigmoid: Backward<Activations<T, V>.Sigmoid>(length, state, dy, dx, accumulate); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "no such activation");
        }
    }

    private static void Backward<TActivation>(int length, T* state, T* dy, T* dx, bool accumulate)
        where TActivation : struct, IActivation<V>
    {
        if (accumulate) MapJob<T, V, Maps<T, V>.AddBackward<TActivation>>.Run(default, length, state, dy, dx, dx);
        else MapJob<T, V, Maps<T, V>.Backward<TActivation>>.Run(default, length, state, dy, null, dx);
    }
}
