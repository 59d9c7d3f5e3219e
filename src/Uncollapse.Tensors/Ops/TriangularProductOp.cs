using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Each row's lower triangular matrix times its vector: y = C x, C_ii = e^t_i, for samples of a Gaussian with the covariance C C^T. A row of t holds the
/// L logarithms of the diagonal and then the L (L - 1) / 2 entries below it, row by row.
/// Gradient: dL/dx = C^T g, dL/dC_ij = g_i x_j, dL/dt_i = g_i x_i C_ii for g = dL/dy.
/// </summary>
public static class TriangularProductOp
{
    /// <summary>y = C x of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="triangles">t, [rows, L (L + 1) / 2].</param>
    /// <param name="vectors">x, [rows, L].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> TriangularProduct<T>(this Tape<T> tape, Tensor<T> triangles, Tensor<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Triangles.Check("triangular product", triangles.Shape, vectors.Shape);
        return tape.Finish(tape.Begin<Node<T>>(vectors.Shape, triangles, vectors));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private T[] _sum = [];

        protected internal override void Forward()
        {
            int units = Second!.Columns, size = First.Columns;
            for (int row = 0; row < First.Rows; row++)
                Triangles.Multiply<T>(First.Data.Slice(row * size, size), Second.Data.Slice(row * units, units), Output.Data.Slice(row * units, units));
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var triangles = tape.WriteGradient(First);
            using var vectors = tape.WriteGradient(Second);
            int units = Second!.Columns, size = First.Columns;
            for (int row = 0; row < First.Rows; row++)
            {
                ReadOnlySpan<T> triangle = First.Data.Slice(row * size, size), x = Second.Data.Slice(row * units, units), gradient = Output.Gradient.Slice(row * units, units);
                var into = triangles.IsNeeded ? triangles.Span.Slice(row * size, size) : default;
                var down = vectors.IsNeeded ? vectors.Span.Slice(row * units, units) : default;
                for (int i = 0; i < units; i++)
                {
                    var diagonal = T.Exp(triangle[i]) * gradient[i];
                    int start = Triangles.Row(units, i);
                    if (vectors.IsNeeded)
                    {
                        down[i] = diagonal;
                        for (int j = 0; j < i; j++)
                            down[j] += triangle[start + j] * gradient[i];
                    }

                    if (!triangles.IsNeeded)
                        continue;

                    into[i] = diagonal * x[i];
                    for (int j = 0; j < i; j++)
                        into[start + j] = gradient[i] * x[j];
                }
            }
        }

        protected internal override void Pushforward()
        {
            int units = Second!.Columns, size = First.Columns;
            if (_sum.Length < units)
                _sum = new T[units];
            for (int row = 0; row < First.Rows; row++)
            {
                ReadOnlySpan<T> triangle = First.Data.Slice(row * size, size);
                var tangent = Output.Tangent.Slice(row * units, units);
                tangent.Clear();
                if (Second.HasTangent)
                    Triangles.Multiply<T>(triangle, Second.Tangent.Slice(row * units, units), tangent);
                if (!First.HasTangent)
                    continue;

                var sum = _sum.AsSpan(0, units);
                Triangles.Multiply<T>(triangle, Second.Data.Slice(row * units, units), sum, First.Tangent.Slice(row * size, size));
                for (int i = 0; i < units; i++)
                    tangent[i] += sum[i];
            }
        }
    }
}
