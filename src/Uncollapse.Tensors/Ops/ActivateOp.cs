using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>A nonlinearity on its own: y = f(x), element by element. Gradient: dL/dx = f'(x) dL/dy.</summary>
/// <remarks>After a linear layer use <see cref="LinearOp"/>'s own: it costs nothing there.</remarks>
public static class ActivateOp
{
    /// <summary>y = f(x), element by element; x itself for the identity.</summary>
    public static Tensor<T> Activate<T>(this Tape<T> tape, Tensor<T> input, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (activation == Activation.Identity)
            return input;

        var node = tape.Begin<Node<T>>(input.Shape, input);
        node.Activation = activation;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Activation Activation { get; set; }

        internal override Activation Fused => Activation;

        internal override Tensor<T> FusedState => Activation.UsesPreactivation() ? First : Output;

        protected internal override void Forward() => Kernels.ActivationForward(Activation, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            if (FusedDone)
                Output.Gradient.CopyTo(sink.Span);
            else
                Kernels.ActivationBackward(Activation, FusedState.Data, Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() =>
            Kernels.ActivationBackward(Activation, FusedState.Data, First.Tangent, Output.Tangent);
    }
}
