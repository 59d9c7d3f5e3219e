using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The mean of every column over the rows: y[d] = 1/N sum_n x[n, d]. Gradient: dL/dx[n, d] = dL/dy[d] / N.</summary>
public static class ColumnMeanOp
{
    /// <summary>y[d] = 1/N sum_n x[n, d]: one value a column.</summary>
    /// <exception cref="ShapeException">There is no row.</exception>
    public static Tensor<T> ColumnMean<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (input.Rows == 0)
            throw new ShapeException("column mean", $"expected rows, found {input.Shape}");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(input.Columns), input));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Mean(First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            int columns = First.Columns;
            var share = Output.Gradient;
            Divide(share);
            for (int row = 0; row < First.Rows; row++)
                share.CopyTo(sink.Span[(row * columns)..]);
        }

        protected internal override void Pushforward() => Mean(First.Tangent, Output.Tangent);

        private void Mean(ReadOnlySpan<T> source, Span<T> destination)
        {
            Kernels.ColumnSums(First.Rows, First.Columns, source, destination);
            Divide(destination);
        }

        private void Divide(Span<T> values) => Kernels.Affine(T.One / T.CreateChecked(First.Rows), values, T.Zero, values);
    }
}
