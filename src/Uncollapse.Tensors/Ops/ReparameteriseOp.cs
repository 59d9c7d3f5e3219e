using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// A sample of a diagonal Gaussian as a function of its parameters (Kingma and Welling 2014):
/// z = mean + exp(logVariance / 2) noise. Gradient: dL/dmean = dL/dz, dL/dlogVariance = dL/dz noise exp(logVariance / 2) / 2.
/// </summary>
public static class ReparameteriseOp
{
    /// <summary>z = mean + exp(logVariance / 2) noise.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="mean">[rows, units].</param>
    /// <param name="logVariance">[rows, units], log of the variance in nats.</param>
    /// <param name="noise">Standard normal, [rows, units]; nothing flows back to it.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> Reparameterise<T>(this Tape<T> tape, Tensor<T> mean, Tensor<T> logVariance, Tensor<T> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("reparameterise", mean.Shape, logVariance.Shape);
        Require.Equal("reparameterise", mean.Shape, noise.Shape);
        return tape.Finish(tape.Begin<Node<T>>(mean.Shape, mean, logVariance, noise));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected internal override void Forward() =>
            Kernels.Reparameterise(First.Rows, First.Columns, First.Data, Second!.Data, First.Columns, Third!.Data, Output.Data);

        protected internal override void Backward(Tape<T> tape)
        {
            using var mean = tape.WriteGradient(First);
            using var logVariance = tape.WriteGradient(Second);
            if (mean.IsNeeded && logVariance.IsNeeded)
            {
                Kernels.ReparameteriseBackward(
                    First.Rows, First.Columns, Second!.Data, First.Columns, Third!.Data, Output.Gradient, mean.Span, logVariance.Span, false);
            }
            else if (mean.IsNeeded)
            {
                Output.Gradient.CopyTo(mean.Span);
            }
            else if (logVariance.IsNeeded)
            {
                TimesDeviation(Output.Gradient, logVariance.Span);
            }
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            tangent.Clear();
            if (Second!.HasTangent)
                TimesDeviation(Second.Tangent, tangent);
            if (First.HasTangent)
                Kernels.Affine(T.One, First.Tangent, T.Zero, tangent, true);
        }

        /// <summary>direction noise sigma / 2.</summary>
        private void TimesDeviation(ReadOnlySpan<T> direction, Span<T> result)
        {
            var half = T.CreateChecked(0.5);
            var logVariance = Second!.Data;
            var noise = Third!.Data;
            for (int i = 0; i < result.Length; i++)
                result[i] = half * direction[i] * noise[i] * T.Exp(half * logVariance[i]);
        }
    }
}
