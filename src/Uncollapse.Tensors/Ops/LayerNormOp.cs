using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Layer normalisation (Ba et al. 2016): y = scale u + shift, u = (x - m) / sqrt(v + epsilon) with each row's own mean and biased
/// variance. With d = dL/dy scale: dL/dx = (d - mean(d) - u mean(d u)) / sqrt(v + epsilon) a row at a time;
/// dL/dscale = sum over rows of dL/dy u, dL/dshift = sum over rows of dL/dy.
/// </summary>
public static class LayerNormOp
{
    /// <summary>y = scale u + shift with u the normalised rows.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [rows, features].</param>
    /// <param name="scale">One a feature.</param>
    /// <param name="shift">One a feature.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeException">A parameter's length is not the number of features.</exception>
    public static Tensor<T> LayerNorm<T>(this Tape<T> tape, Tensor<T> input, Tensor<T> scale, Tensor<T> shift, double epsilon = 1e-5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Columns("layer norm", input.Shape, scale.Shape);
        Require.Columns("layer norm", input.Shape, shift.Shape);
        var node = tape.Begin<Node<T>>(input.Shape, input, scale, shift);
        node.Epsilon = T.CreateChecked(epsilon);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _normalised = new(new Shape(0));
        private readonly Tensor<T> _work = new(new Shape(0));
        private readonly Tensor<T> _rows = new(new Shape(0));
        private readonly Tensor<T> _inverse = new(new Shape(0));

        public T Epsilon { get; set; }

        public override void Dispose()
        {
            _normalised.Dispose();
            _work.Dispose();
            _rows.Dispose();
            _inverse.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            int rows = First.Rows;
            int columns = First.Columns;
            _normalised.Resize(First.Shape);
            _rows.Resize(new Shape(rows));
            _inverse.Resize(new Shape(rows));
            var inverse = _inverse.Data;
            Kernels.RowMoments(rows, columns, First.Data, _rows.Data, inverse);
            for (int i = 0; i < rows; i++)
                inverse[i] = T.One / T.Sqrt(inverse[i] + Epsilon);
            Kernels.ApplyColumn(BinaryFunction.Subtract, rows, columns, First.Data, _rows.Data, _normalised.Data);
            Kernels.ApplyColumn(BinaryFunction.Multiply, rows, columns, _normalised.Data, inverse, _normalised.Data);
            Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, _normalised.Data, Second!.Data, Output.Data);
            Kernels.ApplyRow(BinaryFunction.Add, rows, columns, Output.Data, Third!.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            int rows = First.Rows;
            int columns = First.Columns;
            var gradient = Output.Gradient;
            if (Second!.RequiresGradient)
                Kernels.ColumnDots(rows, columns, gradient, _normalised.Data, Second.Gradient, !tape.BeginGradient(Second));
            if (Third!.RequiresGradient)
                Kernels.ColumnSums(rows, columns, gradient, Third.Gradient, !tape.BeginGradient(Third));
            using var sink = tape.WriteGradient(First);
            if (!sink.IsNeeded)
                return;

            Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, gradient, Second.Data, gradient);
            Project(gradient, sink.Span);
        }

        protected internal override void Pushforward()
        {
            int rows = First.Rows;
            int columns = First.Columns;
            var tangent = Output.Tangent;
            if (First.HasTangent)
            {
                Project(First.Tangent, tangent);
                Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, tangent, Second!.Data, tangent);
            }
            else
            {
                tangent.Clear();
            }

            if (Second!.HasTangent)
            {
                _work.Resize(First.Shape);
                Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, _normalised.Data, Second.Tangent, _work.Data);
                Kernels.Apply(BinaryFunction.Add, tangent, _work.Data, tangent);
            }

            if (Third!.HasTangent)
                Kernels.ApplyRow(BinaryFunction.Add, rows, columns, tangent, Third.Tangent, tangent);
        }

        /// <summary>The derivative of u along a direction; the matrix is symmetric, so it serves gradient and tangent.</summary>
        private void Project(ReadOnlySpan<T> direction, Span<T> result)
        {
            int rows = First.Rows;
            int columns = First.Columns;
            var share = T.One / T.CreateChecked(columns);
            var row = _rows.Data;
            _work.Resize(First.Shape);
            Kernels.RowDots(rows, columns, direction, _normalised.Data, row);
            Kernels.Affine(share, row, T.Zero, row);
            Kernels.ApplyColumn(BinaryFunction.Multiply, rows, columns, _normalised.Data, row, _work.Data);
            Kernels.RowSums(rows, columns, direction, row);
            Kernels.Affine(share, row, T.Zero, row);
            Kernels.ApplyColumn(BinaryFunction.Add, rows, columns, _work.Data, row, _work.Data);
            Kernels.Apply(BinaryFunction.Subtract, direction, _work.Data, result);
            Kernels.ApplyColumn(BinaryFunction.Multiply, rows, columns, result, _inverse.Data, result);
        }
    }
}
