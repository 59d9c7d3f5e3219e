using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-density of the standard normal, one value a row: y[n] = -1/2 sum_j (log 2 pi + z^2), in nats. Gradient: dL/dz = -dL/dy z.
/// </summary>
public static class StandardNormalLogDensityOp
{
    /// <summary>log N(z; 0, I) of each row, in nats.</summary>
    public static Tensor<T> StandardNormalLogDensity<T>(this Tape<T> tape, Tensor<T> input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => tape.Finish(tape.Begin<Node<T>>(new Shape(input.Rows), input));

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward()
        {
            Kernels.RowDots(First.Rows, First.Columns, First.Data, First.Data, Output.Data);
            var constant = T.CreateChecked(-0.5 * First.Columns * Math.Log(2 * Math.PI));
            Kernels.Affine(T.CreateChecked(-0.5), Output.Data, constant, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var sink = tape.WriteGradient(First);
            var gradient = Output.Gradient;
            int columns = First.Columns;
            for (int row = 0; row < gradient.Length; row++)
                Kernels.Affine(-gradient[row], First.Data.Slice(row * columns, columns), T.Zero, sink.Span[(row * columns)..]);
        }

        protected internal override void Pushforward()
        {
            Kernels.RowDots(First.Rows, First.Columns, First.Data, First.Tangent, Output.Tangent);
            Kernels.Affine(-T.One, Output.Tangent, T.Zero, Output.Tangent);
        }
    }
}
