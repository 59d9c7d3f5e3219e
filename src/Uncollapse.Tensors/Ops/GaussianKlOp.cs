using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The rate of a diagonal Gaussian against the standard normal prior, in nats, one value an example:
/// KL[n] = 1/2 sum_j (mean^2 + exp(logVariance) - 1 - logVariance).
/// Gradient: dL/dmean = dL/dKL mean, dL/dlogVariance = dL/dKL (exp(logVariance) - 1) / 2.
/// </summary>
public static class GaussianKlOp
{
    /// <summary>KL(N(mean, exp(logVariance)) || N(0, I)) of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="mean">[examples, units].</param>
    /// <param name="logVariance">[examples, units].</param>
    /// <param name="unitSums">Receives each unit's sum over the examples ([units], resized; a plain number, nothing flows
    /// through it); null where it is not wanted.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> GaussianKl<T>(this Tape<T> tape, Tensor<T> mean, Tensor<T> logVariance, Tensor<T>? unitSums = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("gaussian kl", mean.Shape, logVariance.Shape);
        unitSums?.Resize(new Shape(mean.Columns));
        var node = tape.Begin<Node<T>>(new Shape(mean.Rows), mean, logVariance);
        node.UnitSums = unitSums;
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _meanSlope = new(new Shape(0));
        private readonly Tensor<T> _varianceSlope = new(new Shape(0));

        public Tensor<T>? UnitSums { get; set; }

        public override void Dispose()
        {
            _meanSlope.Dispose();
            _varianceSlope.Dispose();
            base.Dispose();
        }

        protected internal override void Forward() => Kernels.GaussianKl(
            First.Rows, First.Columns, First.Data, Second!.Data, First.Columns, Output.Data, UnitSums is null ? default : UnitSums.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var mean = tape.WriteGradient(First);
            using var logVariance = tape.WriteGradient(Second);
            Slopes(Output.Gradient, mean.IsNeeded ? mean.Span : Room(_meanSlope), logVariance.IsNeeded ? logVariance.Span : Room(_varianceSlope));
        }

        protected internal override void Pushforward()
        {
            Slopes(default, Room(_meanSlope), Room(_varianceSlope));
            bool begun = First.HasTangent;
            if (First.HasTangent)
                Kernels.RowDots(First.Rows, First.Columns, _meanSlope.Data, First.Tangent, Output.Tangent);
            if (Second!.HasTangent)
                Kernels.RowDots(First.Rows, First.Columns, _varianceSlope.Data, Second.Tangent, Output.Tangent, begun);
        }

        private Span<T> Room(Tensor<T> tensor)
        {
            tensor.Resize(First.Shape);
            return tensor.Data;
        }

        private void Slopes(ReadOnlySpan<T> weights, Span<T> mean, Span<T> logVariance) => Kernels.GaussianKlBackward(
            First.Rows, First.Columns, First.Data, Second!.Data, First.Columns, weights, default, mean, logVariance, false);
    }
}
