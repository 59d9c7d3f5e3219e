using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>Every row divided by its length: y = x / |x|, a point of the unit sphere. Gradient: dL/dx = (dL/dy - y (y . dL/dy)) / |x|.</summary>
public static class NormaliseRowsOp
{
    /// <summary>y[n] = x[n] / |x[n]|; a row of zeros gives the first axis, through which no gradient flows.</summary>
    public static Tensor<T> NormaliseRows<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(input.Shape, input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private T[] _inverse = [];

        protected internal override void Forward()
        {
            int columns = First.Columns;
            if (_inverse.Length < First.Rows)
                _inverse = new T[First.Rows];
            for (int row = 0; row < First.Rows; row++)
            {
                var x = First.Data.Slice(row * columns, columns);
                var y = Output.Data.Slice(row * columns, columns);
                double length = Math.Sqrt(Kernels.Dot(x, x));
                _inverse[row] = length > 0 ? T.CreateChecked(1 / length) : T.Zero;
                Kernels.Affine(_inverse[row], x, T.Zero, y);
                if (!(length > 0))
                    y[0] = T.One;
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            Project(Output.Gradient, sink.Span);
        }

        protected internal override void Pushforward() => Project(First.Tangent, Output.Tangent);

        /// <summary>The Jacobian is symmetric.</summary>
        private void Project(ReadOnlySpan<T> source, Span<T> destination)
        {
            int columns = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                ReadOnlySpan<T> y = Output.Data.Slice(row * columns, columns), from = source.Slice(row * columns, columns);
                var dot = T.CreateChecked(Kernels.Dot(y, from));
                for (int j = 0; j < columns; j++)
                    destination[(row * columns) + j] = (from[j] - (dot * y[j])) * _inverse[row];
            }
        }
    }
}
