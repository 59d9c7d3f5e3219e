using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015): y = scale (x - m) / sqrt(v + epsilon) + shift, a column at a time.
/// In training m and v are the batch's mean and biased variance, and the running statistics move towards them (the variance
/// unbiased); in evaluation they are the running statistics. With u = (x - m) / sqrt(v + epsilon) and d = dL/dy scale:
/// dL/dx = (d - mean(d) - u mean(d u)) / sqrt(v + epsilon) in training, d / sqrt(v + epsilon) in evaluation;
/// dL/dscale = sum d u / scale, dL/dshift = sum dL/dy.
/// </summary>
public static class BatchNormOp
{
    /// <summary>y = scale u + shift with u the normalised columns.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="input">x, [examples, features].</param>
    /// <param name="scale">One a feature.</param>
    /// <param name="shift">One a feature, or null for none.</param>
    /// <param name="runningMean">One a feature; updated in training.</param>
    /// <param name="runningVariance">One a feature; updated in training.</param>
    /// <param name="training">Whether the batch's own statistics are used.</param>
    /// <param name="momentum">The new batch's weight in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeException">A parameter's length is not the number of features, or a training batch has one row.</exception>
    public static Tensor<T> BatchNorm<T>(
        this Tape<T> tape,
        Tensor<T> input,
        Tensor<T> scale,
        Tensor<T>? shift,
        Tensor<T> runningMean,
        Tensor<T> runningVariance,
        bool training,
        double momentum = 0.1,
        double epsilon = 1e-5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Columns("batch norm", input.Shape, scale.Shape);
        Require.Columns("batch norm", input.Shape, runningMean.Shape);
        Require.Columns("batch norm", input.Shape, runningVariance.Shape);
        if (shift is not null)
            Require.Columns("batch norm", input.Shape, shift.Shape);
        if (training && input.Rows < 2)
            throw new ShapeException("batch norm", $"expected two rows or more in training, found {input.Shape}");

        var node = tape.Begin<Node<T>>(input.Shape, input, scale, shift);
        node.Training = training;
        node.Epsilon = T.CreateChecked(epsilon);
        node.Normalise(runningMean, runningVariance, T.CreateChecked(momentum));
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _normalised = new(new Shape(0));
        private readonly Tensor<T> _work = new(new Shape(0));
        private readonly Tensor<T> _mean = new(new Shape(0));
        private readonly Tensor<T> _inverse = new(new Shape(0));
        private readonly Tensor<T> _columns = new(new Shape(0));

        public bool Training { get; set; }

        public T Epsilon { get; set; }

        public override void Dispose()
        {
            _normalised.Dispose();
            _work.Dispose();
            _mean.Dispose();
            _inverse.Dispose();
            _columns.Dispose();
            base.Dispose();
        }

        /// <summary>Computes u, moves the running statistics.</summary>
        public void Normalise(Tensor<T> runningMean, Tensor<T> runningVariance, T momentum)
        {
            int rows = First.Rows;
            int columns = First.Columns;
            _normalised.Resize(First.Shape);
            _mean.Resize(new Shape(columns));
            _inverse.Resize(new Shape(columns));
            _columns.Resize(new Shape(columns));
            var mean = _mean.Data;
            var inverse = _inverse.Data;
            if (Training)
            {
                Kernels.ColumnMoments(rows, columns, First.Data, mean, inverse);
                Move(runningMean.Data, mean, momentum, T.One);
                Move(runningVariance.Data, inverse, momentum, T.CreateChecked(rows) / T.CreateChecked(rows - 1));
            }
            else
            {
                runningMean.Data.CopyTo(mean);
                runningVariance.Data.CopyTo(inverse);
            }

            for (int j = 0; j < columns; j++)
                inverse[j] = T.One / T.Sqrt(inverse[j] + Epsilon);
            Kernels.ApplyRow(BinaryFunction.Subtract, rows, columns, First.Data, mean, _normalised.Data);
            Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, _normalised.Data, inverse, _normalised.Data);
        }

        protected internal override void Forward()
        {
            Kernels.ApplyRow(BinaryFunction.Multiply, First.Rows, First.Columns, _normalised.Data, Second!.Data, Output.Data);
            if (Third is not null)
                Kernels.ApplyRow(BinaryFunction.Add, First.Rows, First.Columns, Output.Data, Third.Data, Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            int rows = First.Rows;
            int columns = First.Columns;
            var gradient = Output.Gradient;
            if (Second!.RequiresGradient)
                Kernels.ColumnDots(rows, columns, gradient, _normalised.Data, Second.Gradient, !tape.BeginGradient(Second));
            if (Third is { RequiresGradient: true })
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

            if (Third is { HasTangent: true })
                Kernels.ApplyRow(BinaryFunction.Add, rows, columns, tangent, Third.Tangent, tangent);
        }

        private static void Move(Span<T> running, ReadOnlySpan<T> batch, T momentum, T factor)
        {
            for (int j = 0; j < running.Length; j++)
                running[j] += momentum * ((factor * batch[j]) - running[j]);
        }

        /// <summary>The derivative of u along a direction; the matrix is symmetric, so it serves gradient and tangent.</summary>
        private void Project(ReadOnlySpan<T> direction, Span<T> result)
        {
            int rows = First.Rows;
            int columns = First.Columns;
            if (!Training)
            {
                Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, direction, _inverse.Data, result);
                return;
            }

            var share = T.One / T.CreateChecked(rows);
            var column = _columns.Data;
            _work.Resize(First.Shape);
            Kernels.ColumnDots(rows, columns, direction, _normalised.Data, column);
            Kernels.Affine(share, column, T.Zero, column);
            Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, _normalised.Data, column, _work.Data);
            Kernels.ColumnSums(rows, columns, direction, column);
            Kernels.Affine(share, column, T.Zero, column);
            Kernels.ApplyRow(BinaryFunction.Add, rows, columns, _work.Data, column, _work.Data);
            Kernels.Apply(BinaryFunction.Subtract, direction, _work.Data, result);
            Kernels.ApplyRow(BinaryFunction.Multiply, rows, columns, result, _inverse.Data, result);
        }
    }
}
