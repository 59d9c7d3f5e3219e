using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>The exponential, element by element: y = e^x. Gradient: dL/dx = y dL/dy.</summary>
public static class ExpOp
{
    /// <summary>y = e^x, element by element; infinite where it overflows.</summary>
    public static Tensor<T> Exp<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(input.Shape, input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Kernels.Apply(UnaryFunction.Exp, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Kernels.Apply(BinaryFunction.Multiply, Output.Gradient, Output.Data, sink.Span);
        }

        protected internal override void Pushforward() =>
            Kernels.Apply(BinaryFunction.Multiply, First.Tangent, Output.Data, Output.Tangent);
    }
}
