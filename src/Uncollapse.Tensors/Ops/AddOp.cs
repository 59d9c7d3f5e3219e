using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>Sum of two tensors of equal shape: y = a + b. Gradient: dL/da = dL/db = dL/dy.</summary>
public static class AddOp
{
    /// <summary>y = a + b, element by element.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> Add<T>(this Tape<T> tape, Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("add", left.Shape, right.Shape);
        return tape.Finish(tape.Begin<Node<T>>(left.Shape, left, right));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() =>
            Kernels.Apply(BinaryFunction.Add, First.Data, Second!.Data, Output.Data);

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
                    Output.Gradient.CopyTo(right.Span);
            }
        }

        protected internal override void Pushforward()
        {
            if (First.HasTangent && Second!.HasTangent)
                Kernels.Apply(BinaryFunction.Add, First.Tangent, Second.Tangent, Output.Tangent);
            else
                (First.HasTangent ? First : Second!).Tangent.CopyTo(Output.Tangent);
        }
    }
}
