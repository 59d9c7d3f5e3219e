using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>All rows several times, one whole after the other: y[k N + n] = x[n]. With <see cref="RepeatRowsOp"/> of another matrix it makes all pairs of
/// rows. Gradient: dL/dx[n] = sum_k dL/dy[k N + n].</summary>
public static class TileRowsOp
{
    /// <summary>y[k N + n] = x[n] for k below <paramref name="count"/>.</summary>
    /// <exception cref="ShapeException">The count is below one.</exception>
    public static Tensor<T> TileRows<T>(this Tape<T> tape, Tensor<T> input, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count < 1)
            throw new ShapeException("tile rows", $"expected a count of one or more, found {count}");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(checked(input.Rows * count), input.Columns), input));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() => Tile(First.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            int length = First.Length;
            Kernels.ColumnSums(length == 0 ? 0 : Output.Length / length, length, Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Tile(First.Tangent, Output.Tangent);

        private void Tile(ReadOnlySpan<T> source, Span<T> destination)
        {
            for (int at = 0; at < Output.Length; at += source.Length)
                source.CopyTo(destination[at..]);
        }
    }
}
