using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Two matrices side by side: y = [a, b]. Gradient: each its own columns.</summary>
public static class ConcatColumnsOp
{
    /// <summary>y = [a, b], with the columns of both and the rows of each.</summary>
    /// <exception cref="ShapeException">The rows differ.</exception>
    public static Tensor<T> ConcatColumns<T>(this Tape<T> tape, Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (left.Rows != right.Rows)
            throw new ShapeException("concat columns", left.Shape, right.Shape, "equal rows");

        return tape.Finish(tape.Begin<Node<T>>(left.Shape.WithColumns(left.Columns + right.Columns), left, right));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward()
        {
            Columns.Copy<T>(First.Data, First.Columns, 0, Output.Data, Output.Columns, 0, First.Columns);
            Columns.Copy<T>(Second!.Data, Second.Columns, 0, Output.Data, Output.Columns, First.Columns, Second.Columns);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using (var left = tape.WriteGradient(First))
            {
                if (left.IsNeeded)
                    Columns.Copy<T>(Output.Gradient, Output.Columns, 0, left.Span, First.Columns, 0, First.Columns);
            }

            using (var right = tape.WriteGradient(Second))
            {
                if (right.IsNeeded)
                    Columns.Copy<T>(Output.Gradient, Output.Columns, First.Columns, right.Span, Second!.Columns, 0, Second.Columns);
            }
        }

        protected internal override void Pushforward()
        {
            Output.Tangent.Clear();
            if (First.HasTangent)
                Columns.Copy<T>(First.Tangent, First.Columns, 0, Output.Tangent, Output.Columns, 0, First.Columns);
            if (Second!.HasTangent)
                Columns.Copy<T>(Second.Tangent, Second.Columns, 0, Output.Tangent, Output.Columns, First.Columns, Second.Columns);
        }
    }
}
