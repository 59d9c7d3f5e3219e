using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Product of two tensors of equal shape, element by element: y = a b. Gradient: dL/da = b dL/dy, dL/db = a dL/dy.</summary>
public static class MultiplyOp
{
    /// <summary>y = a b, element by element.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> Multiply<T>(this Tape<T> tape, Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("multiply", left.Shape, right.Shape);
        return tape.Finish(tape.Begin<Node<T>>(left.Shape, left, right));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() =>
            Kernels.Apply(BinaryFunction.Multiply, First.Data, Second!.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using (var left = tape.WriteGradient(First))
            {
                if (left.IsNeeded)
                    Kernels.Apply(BinaryFunction.Multiply, Output.Gradient, Second!.Data, left.Span);
            }

            using (var right = tape.WriteGradient(Second))
            {
                if (right.IsNeeded)
                    Kernels.Apply(BinaryFunction.Multiply, Output.Gradient, First.Data, right.Span);
            }
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            if (First.HasTangent)
                Kernels.Apply(BinaryFunction.Multiply, First.Tangent, Second!.Data, tangent);
            if (Second!.HasTangent && First.HasTangent)
                Kernels.MultiplyAdd(Second.Tangent, First.Data, tangent);
            else if (Second.HasTangent)
                Kernels.Apply(BinaryFunction.Multiply, Second.Tangent, First.Data, tangent);
        }
    }
}
