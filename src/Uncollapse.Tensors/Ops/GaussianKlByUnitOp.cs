using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The rate of each latent unit over the batch, in nats: KL[j] = 1/N sum_n 1/2 (mean^2 + exp(logVariance) - 1 - logVariance), as
/// free bits needs it. Gradient: dL/dmean = dL/dKL[j] mean / N, dL/dlogVariance = dL/dKL[j] (exp(logVariance) - 1) / (2 N).
/// </summary>
public static class GaussianKlByUnitOp
{
    /// <summary>The batch mean of KL(N(mean, exp(logVariance)) || N(0, 1)) of each column.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="mean">[examples, units].</param>
    /// <param name="logVariance">[examples, units].</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> GaussianKlByUnit<T>(this Tape<T> tape, Tensor<T> mean, Tensor<T> logVariance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("gaussian kl by unit", mean.Shape, logVariance.Shape);
        return tape.Finish(tape.Begin<Node<T>>(new Shape(mean.Columns), mean, logVariance));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _meanSlope = new(new Shape(0));
        private readonly Tensor<T> _varianceSlope = new(new Shape(0));

        public override void Dispose()
        {
            _meanSlope.Dispose();
            _varianceSlope.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            Kernels.GaussianKl(First.Rows, First.Columns, First.Data, Second!.Data, First.Columns, default, Output.Data);
            Divide(Output.Data);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            var gradient = Output.Gradient;
            Divide(gradient);
            using var mean = tape.WriteGradient(First);
            using var logVariance = tape.WriteGradient(Second);
            Slopes(gradient, mean.IsNeeded ? mean.Span : Room(_meanSlope), logVariance.IsNeeded ? logVariance.Span : Room(_varianceSlope));
        }

        protected internal override void Pushforward()
        {
            Slopes(default, Room(_meanSlope), Room(_varianceSlope));
            bool begun = First.HasTangent;
            if (First.HasTangent)
                Kernels.ColumnDots(First.Rows, First.Columns, _meanSlope.Data, First.Tangent, Output.Tangent);
            if (Second!.HasTangent)
                Kernels.ColumnDots(First.Rows, First.Columns, _varianceSlope.Data, Second.Tangent, Output.Tangent, begun);
            Divide(Output.Tangent);
        }

        private void Divide(Span<T> values) => Kernels.Affine(T.One / T.CreateChecked(First.Rows), values, T.Zero, values);

        private Span<T> Room(Tensor<T> tensor)
        {
            tensor.Resize(First.Shape);
            return tensor.Data;
        }

        private void Slopes(ReadOnlySpan<T> weights, Span<T> mean, Span<T> logVariance) => Kernels.GaussianKlBackward(
            First.Rows, First.Columns, First.Data, Second!.Data, First.Columns, default, weights, mean, logVariance, false);
    }
}
