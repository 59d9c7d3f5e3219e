using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Each row's vector through the inverse of its lower triangular matrix: y = C^-1 x by forward substitution, C as in <see cref="TriangularProductOp"/>, for the
/// density of a Gaussian with the covariance C C^T. Gradient: dL/dx = h = C^-T dL/dy, dL/dC_ij = -h_i y_j, dL/dt_i = -h_i y_i C_ii.
/// </summary>
public static class TriangularSolveOp
{
    /// <summary>y = C^-1 x of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="triangles">t, [rows, L (L + 1) / 2].</param>
    /// <param name="vectors">x, [rows, L].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> TriangularSolve<T>(this Tape<T> tape, Tensor<T> triangles, Tensor<T> vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Triangles.Check("triangular solve", triangles.Shape, vectors.Shape);
        return tape.Finish(tape.Begin<Node<T>>(vectors.Shape, triangles, vectors));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private T[] _row = [];

        protected internal override void Forward()
        {
            int units = Second!.Columns, size = First.Columns;
            for (int row = 0; row < First.Rows; row++)
                Triangles.Solve<T>(First.Data.Slice(row * size, size), Second.Data.Slice(row * units, units), Output.Data.Slice(row * units, units));
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var triangles = tape.WriteGradient(First);
            using var vectors = tape.WriteGradient(Second);
            int units = Second!.Columns, size = First.Columns;
            var h = Room(units);
            for (int row = 0; row < First.Rows; row++)
            {
                ReadOnlySpan<T> triangle = First.Data.Slice(row * size, size), y = Output.Data.Slice(row * units, units);
                Triangles.SolveTransposed(triangle, Output.Gradient.Slice(row * units, units), h);
                if (vectors.IsNeeded)
                    h.CopyTo(vectors.Span[(row * units)..]);
                if (!triangles.IsNeeded)
                    continue;

                var into = triangles.Span.Slice(row * size, size);
                for (int i = 0; i < units; i++)
                {
                    into[i] = -h[i] * y[i] * T.Exp(triangle[i]);
                    int start = Triangles.Row(units, i);
                    for (int j = 0; j < i; j++)
                        into[start + j] = -h[i] * y[j];
                }
            }
        }

        protected internal override void Pushforward()
        {
            int units = Second!.Columns, size = First.Columns;
            var moved = Room(units);
            for (int row = 0; row < First.Rows; row++)
            {
                ReadOnlySpan<T> triangle = First.Data.Slice(row * size, size);
                moved.Clear();
                if (First.HasTangent)
                    Triangles.Multiply<T>(triangle, Output.Data.Slice(row * units, units), moved, First.Tangent.Slice(row * size, size));
                for (int i = 0; i < units; i++)
                    moved[i] = (Second.HasTangent ? Second.Tangent[(row * units) + i] : T.Zero) - moved[i];
                Triangles.Solve<T>(triangle, moved, Output.Tangent.Slice(row * units, units));
            }
        }

        private Span<T> Room(int units)
        {
            if (_row.Length < units)
                _row = new T[units];
            return _row.AsSpan(0, units);
        }
    }
}
