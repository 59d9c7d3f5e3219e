using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The mean of all elements: y = 1/n sum_i x_i. Gradient: dL/dx_i = dL/dy / n.</summary>
public static class MeanOp
{
    /// <summary>y = 1/n sum_i x_i: a scalar.</summary>
    /// <exception cref="ShapeException">The tensor is empty.</exception>
    public static Tensor<T> Mean<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Length == 0)
            throw new ShapeException("mean", $"expected elements, found {input.Shape}");

        return tape.Finish(tape.Begin<Node<T>>(Shape.Scalar, input));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Output.Data[0] = Mean(First.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            sink.Span.Fill(Output.Gradient[0] / T.CreateChecked(First.Length));
        }

        protected internal override void Pushforward() => Output.Tangent[0] = Mean(First.Tangent);

        private static T Mean(ReadOnlySpan<T> values) => T.CreateChecked(Kernels.Sum(values) / values.Length);
    }
}
