using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Difference of two tensors of equal shape: y = a - b. Gradient: dL/da = dL/dy, dL/db = -dL/dy.</summary>
public static class SubtractOp
{
    /// <summary>y = a - b, element by element.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> Subtract<T>(this Tape<T> tape, Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("subtract", left.Shape, right.Shape);
        return tape.Finish(tape.Begin<Node<T>>(left.Shape, left, right));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() =>
            Kernels.Apply(BinaryFunction.Subtract, First.Data, Second!.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using (var left = tape.WriteGradient(First))
            {
                if (left.IsNeeded)
                    Output.Gradient.CopyTo(left.Span);
            }

            using (var right = tape.WriteGradient(Second))
            {
                if (right.IsNeeded)
                    Kernels.Apply(UnaryFunction.Negate, Output.Gradient, right.Span);
            }
        }

        protected internal override void Pushforward()
        {
            if (!Second!.HasTangent)
                First.Tangent.CopyTo(Output.Tangent);
            else if (!First.HasTangent)
                Kernels.Apply(UnaryFunction.Negate, Second.Tangent, Output.Tangent);
            else
                Kernels.Apply(BinaryFunction.Subtract, First.Tangent, Second.Tangent, Output.Tangent);
        }
    }
}
