using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Every row several times in a row: y[n K + k] = x[n], for K samples per example.
/// Gradient: dL/dx[n] = sum_k dL/dy[n K + k].</summary>
public static class RepeatRowsOp
{
    /// <summary>y[n K + k] = x[n] for k below K.</summary>
    /// <exception cref="ShapeException">The count is below one.</exception>
    public static Tensor<T> RepeatRows<T>(this Tape<T> tape, Tensor<T> input, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count < 1)
            throw new ShapeException("repeat rows", $"expected a count of one or more, found {count}");
        if (count == 1)
            return input;

        return tape.Finish(tape.Begin<Node<T>>(new Shape(checked(input.Rows * count), input.Columns), input));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Repeat(First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Columns.SumRepeats<T>(Output.Gradient, sink.Span, First.Rows, First.Columns);
        }

        protected internal override void Pushforward() => Repeat(First.Tangent, Output.Tangent);

        private void Repeat(ReadOnlySpan<T> source, Span<T> destination)
        {
            int columns = First.Columns;
            int count = Output.Rows / First.Rows;
            for (int row = 0; row < Output.Rows; row++)
                source.Slice(row / count * columns, columns).CopyTo(destination[(row * columns)..]);
        }
    }
}
