using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// How far two samples are apart: MMD^2 = 1/n^2 sum_ij k(a_i, a_j) + 1/m^2 sum_ij k(b_i, b_j) - 2/(n m) sum_ij k(a_i, b_j) with the Gaussian kernel
/// k(a, b) = e^(-|a - b|^2 / s) (Gretton et al. 2012; its biased estimate, never below 0). Gradient with g = dL/dy:
/// dL/da_i = 4 g / s sum_j (k(a_i, b_j) (a_i - b_j) / (n m) - k(a_i, a_j) (a_i - a_j) / n^2), and alike for b.
/// </summary>
/// <remarks>Sums are of k - 1 and in double: where all kernels are near 1 nothing cancels.</remarks>
public static class MaximumMeanDiscrepancyOp
{
    /// <summary>MMD^2 of two samples: a scalar without a unit.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="first">a, [n, columns].</param>
    /// <param name="second">b, [m, columns].</param>
    /// <param name="scale">s, above 0; columns^2 in the code of Zhao et al. 2019.</param>
    /// <exception cref="ShapeException">The columns differ, or a sample is empty.</exception>
    public static Tensor<T> MaximumMeanDiscrepancy<T>(this Tape<T> tape, Tensor<T> first, Tensor<T> second, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (first.Columns != second.Columns || first.Rows == 0 || second.Rows == 0)
            throw new ShapeException("maximum mean discrepancy", first.Shape, second.Shape, "rows, and equal columns");

        var node = tape.Begin<Node<T>>(Shape.Scalar, first, second);
        node.Scale = scale;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _firstSlope = new(new Shape(0));
        private readonly Tensor<T> _secondSlope = new(new Shape(0));

        public double Scale { get; set; }

        public override void Dispose()
        {
            _firstSlope.Dispose();
            _secondSlope.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            double n = First.Rows, m = Second!.Rows;
            double own = (Within(First) / (n * n)) + (Within(Second) / (m * m));
            Output.Data[0] = T.CreateChecked(own - (2 * Between() / (n * m)));
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient[0];
            using (var first = tape.WriteGradient(First))
            {
                if (first.IsNeeded)
                    Slopes(First, Second!, gradient, first.Span);
            }

            using (var second = tape.WriteGradient(Second))
            {
                if (second.IsNeeded)
                    Slopes(Second!, First, gradient, second.Span);
            }
        }

        protected internal override void Pushforward()
        {
            double sum = 0;
            if (First.HasTangent)
                sum += Along(First, Second!, _firstSlope);
            if (Second!.HasTangent)
                sum += Along(Second, First, _secondSlope);
            Output.Tangent[0] = T.CreateChecked(sum);
        }

        private double Along(Tensor<T> moved, Tensor<T> other, Tensor<T> slope)
        {
            slope.Resize(moved.Shape);
            Slopes(moved, other, T.One, slope.Data);
            return Kernels.Dot(slope.Data, moved.Tangent);
        }

        /// <summary>Twice the sum of k - 1 over pairs of different rows; a row with itself adds nothing.</summary>
        private double Within(Tensor<T> sample)
        {
            double sum = 0;
            for (int i = 1; i < sample.Rows; i++)
            {
                for (int j = 0; j < i; j++)
                    sum += Kernel(Row(sample, i), Row(sample, j)) - 1;
            }

            return 2 * sum;
        }

        private double Between()
        {
            double sum = 0;
            for (int i = 0; i < First.Rows; i++)
            {
                for (int j = 0; j < Second!.Rows; j++)
                    sum += Kernel(Row(First, i), Row(Second, j)) - 1;
            }

            return sum;
        }

        private void Slopes(Tensor<T> of, Tensor<T> other, T gradient, Span<T> slopes)
        {
            slopes.Clear();
            double factor = 4 * double.CreateChecked(gradient) / Scale, own = factor / ((double)of.Rows * of.Rows), across = factor / ((double)of.Rows * other.Rows);
            int columns = of.Columns;
            for (int i = 0; i < of.Rows; i++)
            {
                var slope = slopes.Slice(i * columns, columns);
                var row = Row(of, i);
                for (int j = 0; j < of.Rows; j++)
                    Pull(row, Row(of, j), -own, slope);
                for (int j = 0; j < other.Rows; j++)
                    Pull(row, Row(other, j), across, slope);
            }
        }

        private void Pull(ReadOnlySpan<T> row, ReadOnlySpan<T> other, double weight, Span<T> slope)
        {
            var share = T.CreateChecked(weight * Kernel(row, other));
            for (int c = 0; c < row.Length; c++)
                slope[c] += share * (row[c] - other[c]);
        }

        private double Kernel(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        {
            var square = T.Zero;
            for (int c = 0; c < left.Length; c++)
            {
                var difference = left[c] - right[c];
                square += difference * difference;
            }

            return Math.Exp(-double.CreateChecked(square) / Scale);
        }

        private static ReadOnlySpan<T> Row(Tensor<T> tensor, int row) => tensor.Data.Slice(row * tensor.Columns, tensor.Columns);
    }
}
