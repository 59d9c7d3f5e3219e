using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-density of a diagonal Gaussian, one value a row: y[n] = -1/2 sum_d (log 2 pi + v + (x - mean)^2 e^-v), v = logVariance,
/// in nats. Gradient: dL/dmean = dL/dy (x - mean) e^-v, dL/dx = -dL/dmean, dL/dv = dL/dy ((x - mean)^2 e^-v - 1) / 2 summed to v's
/// shape.
/// </summary>
public static class GaussianLogLikelihoodOp
{
    /// <summary>log N(x; mean, exp(logVariance)) of each row, in nats, summed over the columns.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="mean">[rows, columns].</param>
    /// <param name="value">x, [rows, columns]: data, or a sample that gradients flow back to.</param>
    /// <param name="logVariance">One value, one a column, or [rows, columns].</param>
    /// <param name="expectedGradient">What the caller knows dL/dy will be for every row, or 0 for unknown. When it comes true the mean's
    /// gradient is made in the forward pass: a pass over [rows, columns] less.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> GaussianLogLikelihood<T>(
        this Tape<T> tape, Tensor<T> mean, Tensor<T> value, Tensor<T> logVariance, T expectedGradient = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("gaussian log-likelihood", mean.Shape, value.Shape);
        var shape = logVariance.Length == mean.Length && logVariance.Rows == mean.Rows ? VarianceShape.Full
            : logVariance.Length == mean.Columns ? VarianceShape.PerColumn
            : logVariance.Length == 1 ? VarianceShape.Scalar
            : throw new ShapeException("gaussian log-likelihood", mean.Shape, logVariance.Shape, "one log-variance, one a column, or one an element");
        var node = tape.Begin<Node<T>>(new Shape(mean.Rows), mean, value, logVariance);
        node.Variance = shape;
        node.Anticipation.Expect(expectedGradient, mean.Rows);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _slope = new(new Shape(0));
        private readonly Tensor<T> _varianceSlope = new(new Shape(0));

        public VarianceShape Variance { get; set; }

        public Anticipation<T> Anticipation { get; } = new();

        /// <summary>Only the mean's gradient is foretold: with others wanted one backward pass makes all.</summary>
        private bool OnlyMean => First.RequiresGradient && !Second!.RequiresGradient && !Third!.RequiresGradient;

        public override void Dispose()
        {
            _slope.Dispose();
            _varianceSlope.Dispose();
            Anticipation.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            bool anticipate = Recorded && OnlyMean && Anticipation.IsExpected;
            Run(Anticipation.Weights, Output.Data, anticipate ? Anticipation.Room(First.Shape) : default, default);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            if (OnlyMean && Anticipation.TryDeliver(tape, Output.Gradient, First))
                return;

            using var mean = tape.WriteGradient(First);
            using var value = tape.WriteGradient(Second);
            using var logVariance = tape.WriteGradient(Third);
            Run(Output.Gradient, default, mean.Span, logVariance.Span);
            if (!value.IsNeeded)
                return;

            if (mean.IsNeeded)
            {
                Kernels.Apply(UnaryFunction.Negate, mean.Span, value.Span);
                return;
            }

            Run(Output.Gradient, default, value.Span, default);
            Kernels.Apply(UnaryFunction.Negate, value.Span, value.Span);
        }

        protected internal override void Pushforward()
        {
            int rows = First.Rows;
            int columns = First.Columns;
            var tangent = Output.Tangent;
            tangent.Clear();
            if (First.HasTangent || Second!.HasTangent)
            {
                _slope.Resize(First.Shape);
                Run(default, default, _slope.Data, default);
                if (First.HasTangent)
                    Kernels.RowDots(rows, columns, _slope.Data, First.Tangent, tangent, true);
                if (Second!.HasTangent)
                    SubtractDots(_slope.Data, Second.Tangent, tangent);
            }

            if (Third!.HasTangent)
                PushVariance(tangent);
        }

        private void SubtractDots(ReadOnlySpan<T> slope, ReadOnlySpan<T> direction, Span<T> tangent)
        {
            for (int row = 0; row < tangent.Length; row++)
            {
                int start = row * First.Columns;
                tangent[row] -= T.CreateChecked(Kernels.Dot(slope.Slice(start, First.Columns), direction.Slice(start, First.Columns)));
            }
        }

        /// <summary>One row at a time, because a shared log-variance has its slope summed over the rows it is given.</summary>
        private void PushVariance(Span<T> tangent)
        {
            int columns = First.Columns;
            _varianceSlope.Resize(new Shape(Variance == VarianceShape.Scalar ? 1 : columns));
            var slope = _varianceSlope.Data;
            for (int row = 0; row < First.Rows; row++)
            {
                int start = row * columns;
                int variance = Variance == VarianceShape.Full ? start : 0;
                Kernels.GaussianLogLikelihood(
                    1, columns, First.Data.Slice(start, columns), Second!.Data.Slice(start, columns), Variance, Third!.Data[variance..], default, default, default, slope);
                tangent[row] += T.CreateChecked(Kernels.Dot(slope, Third.Tangent.Slice(variance, slope.Length)));
            }
        }

        private void Run(ReadOnlySpan<T> weights, Span<T> logLikelihood, Span<T> mean, Span<T> logVariance) => Kernels.GaussianLogLikelihood(
            First.Rows, First.Columns, First.Data, Second!.Data, Variance, Third!.Data, weights, logLikelihood, mean, logVariance);
    }
}
