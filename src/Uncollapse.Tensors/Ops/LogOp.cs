using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>The natural logarithm, element by element: y = log x, x &gt; 0. Gradient: dL/dx = dL/dy / x.</summary>
public static class LogOp
{
    /// <summary>y = log x, element by element; -infinity at 0, NaN below.</summary>
    public static Tensor<T> Log<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(input.Shape, input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Kernels.Apply(UnaryFunction.Log, First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Kernels.Apply(BinaryFunction.Divide, Output.Gradient, First.Data, sink.Span);
        }

        protected internal override void Pushforward() =>
            Kernels.Apply(BinaryFunction.Divide, First.Tangent, First.Data, Output.Tangent);
    }
}
