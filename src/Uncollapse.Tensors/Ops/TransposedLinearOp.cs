using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// A linear layer by the transpose of another's weights: y = x W^T + b, x [rows, outputs of W], W [inputs, outputs], b [inputs].
/// Gradient, with d = dL/dy: dL/dx = d W, dL/dW = d^T x, dL/db = sum over rows of d. Tangent: dx W^T + x dW^T + db.
/// </summary>
public static class TransposedLinearOp
{
    /// <summary>y = x W^T + b.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [rows, columns of W].</param>
    /// <param name="weight">W.</param>
    /// <param name="bias">b, one a row of W, or null for none.</param>
    /// <exception cref="ShapeException">The columns of x are not those of W, or the bias is not as long as W is high.</exception>
    public static Tensor<T> TransposedLinear<T>(this Tape<T> tape, Tensor<T> input, Tensor<T> weight, Tensor<T>? bias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Columns != weight.Columns)
            throw new ShapeException("transposed linear", input.Shape, weight.Shape, $"weights with {input.Columns} columns");

        var result = new Shape(input.Rows, weight.Rows);
        if (bias is not null)
            Require.Columns("transposed linear", result, bias.Shape);
        return tape.Finish(tape.Begin<Node<T>>(result, input, weight, bias));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private int Rows => First.Rows;

        private int Inner => First.Columns;

        protected internal override void Forward()
        {
            Kernels.Multiply(ProductKind.RightTransposed, Rows, Output.Columns, Inner, First.Data, Second!.Data, Output.Data);
            if (Third is not null)
                Kernels.ApplyRow(BinaryFunction.Add, Rows, Output.Columns, Output.Data, Third.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient;
            if (First.RequiresGradient)
                Kernels.Multiply(ProductKind.Plain, Rows, Inner, Output.Columns, gradient, Second!.Data, First.Gradient, !tape.BeginGradient(First));
            if (Second!.RequiresGradient)
                Kernels.Multiply(ProductKind.LeftTransposed, Output.Columns, Inner, Rows, gradient, First.Data, Second.Gradient, !tape.BeginGradient(Second));
            if (Third is { RequiresGradient: true })
                Kernels.ColumnSums(Rows, Output.Columns, gradient, Third.Gradient, !tape.BeginGradient(Third));
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            tangent.Clear();
            if (First.HasTangent)
                Kernels.Multiply(ProductKind.RightTransposed, Rows, Output.Columns, Inner, First.Tangent, Second!.Data, tangent, true);
            if (Second!.HasTangent)
                Kernels.Multiply(ProductKind.RightTransposed, Rows, Output.Columns, Inner, First.Data, Second.Tangent, tangent, true);
            if (Third is { HasTangent: true })
                Kernels.ApplyRow(BinaryFunction.Add, Rows, Output.Columns, tangent, Third.Tangent, tangent);
        }
    }
}
