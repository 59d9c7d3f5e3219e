using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>The sum of every row: y[n] = sum_j x[n, j]. Gradient: dL/dx[n, j] = dL/dy[n].</summary>
public static class RowSumOp
{
    /// <summary>y[n] = sum_j x[n, j]: one value a row.</summary>
    public static Tensor<T> RowSum<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(new Shape(input.Rows), input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Sum(First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            int columns = First.Columns;
            var gradient = Output.Gradient;
            for (int row = 0; row < gradient.Length; row++)
                sink.Span.Slice(row * columns, columns).Fill(gradient[row]);
        }

        protected internal override void Pushforward() => Sum(First.Tangent, Output.Tangent);

        private void Sum(ReadOnlySpan<T> source, Span<T> destination) =>
            Kernels.RowSums(First.Rows, First.Columns, source, destination);
    }
}
