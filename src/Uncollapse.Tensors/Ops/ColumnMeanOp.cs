using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The mean of every column: y[j] = 1/N sum_n x[n, j]. Gradient: dL/dx[n, j] = dL/dy[j] / N.</summary>
public static class ColumnMeanOp
{
    /// <summary>y[j] = 1/N sum_n x[n, j]: one value a column, such as the rate of each unit over the batch.</summary>
    public static Tensor<T> ColumnMean<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(new Shape(input.Columns), input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Mean(First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            int columns = First.Columns;
            var gradient = Output.Gradient;
            Kernels.Affine(T.One / T.CreateChecked(First.Rows), gradient, T.Zero, gradient);
            for (int row = 0; row < First.Rows; row++)
                gradient.CopyTo(sink.Span[(row * columns)..]);
        }

        protected internal override void Pushforward() => Mean(First.Tangent, Output.Tangent);

        private void Mean(ReadOnlySpan<T> source, Span<T> destination)
        {
            Kernels.ColumnSums(First.Rows, First.Columns, source, destination);
            Kernels.Affine(T.One / T.CreateChecked(First.Rows), destination, T.Zero, destination);
        }
    }
}
