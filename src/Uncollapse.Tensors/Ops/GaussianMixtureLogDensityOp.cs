using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-density of a mixture of diagonal Gaussians, one value a row: y[n] = log sum_k w_k N(z_n; m_k, diag e^v_k), w the softmax of the weights' logits, in
/// nats. With the responsibilities r_nk, g = dL/dy and u = (z - m) e^(-v/2): dL/dz_n = -g_n sum_k r_nk u e^(-v_k/2), dL/dm_k = sum_n g_n r_nk u e^(-v_k/2),
/// dL/dv_k = sum_n g_n r_nk (u^2 - 1) / 2, dL/dlogit_k = sum_n g_n (r_nk - w_k).
/// </summary>
/// <remarks>The largest term is taken out before the exponential, and u is made from the difference, so that narrow components far away lose nothing.
/// Components whose responsibility is below 1e-16 take no part in derivatives.</remarks>
public static class GaussianMixtureLogDensityOp
{
    /// <summary>log sum_k w_k N(z; m_k, diag e^v_k) of each row.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="mean">m, [components, units].</param>
    /// <param name="logVariance">v, [components, units].</param>
    /// <param name="logits">One a component; null for equal weights.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor<T> GaussianMixtureLogDensity<T>(
        this Tape<T> tape, Tensor<T> code, Tensor<T> mean, Tensor<T> logVariance, Tensor<T>? logits = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("gaussian mixture", mean.Shape, logVariance.Shape);
        if (code.Columns != mean.Columns || mean.Rows == 0)
            throw new ShapeException("gaussian mixture", code.Shape, mean.Shape, "equal columns and at least one component");
        if (logits is not null && logits.Length != mean.Rows)
            throw new ShapeException("gaussian mixture", mean.Shape, logits.Shape, "one logit a component");

        return tape.Finish(tape.Begin<Node<T>>(new Shape(code.Rows), code, mean, logVariance, logits));
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const double Negligible = 1e-16;
        private readonly Tensor<T> _inverse = new(new Shape(0));
        private readonly Tensor<T> _share = new(new Shape(0));
        private T[] _weight = [];
        private T[] _constant = [];

        public override void Dispose()
        {
            _inverse.Dispose();
            _share.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            int rows = First.Rows, units = First.Columns, components = Second!.Rows;
            Prepare(units, components);
            _share.Resize(new Shape(rows, components));
            var half = T.CreateChecked(-0.5);
            var few = T.CreateChecked(-80);
            for (int n = 0; n < rows; n++)
            {
                ReadOnlySpan<T> z = First.Data.Slice(n * units, units);
                var share = _share.Data.Slice(n * components, components);
                var largest = T.NegativeInfinity;
                for (int k = 0; k < components; k++)
                {
                    share[k] = _constant[k] + (half * Square(z, Second.Data.Slice(k * units, units), _inverse.Data.Slice(k * units, units)));
                    largest = T.Max(largest, share[k]);
                }

                if (!T.IsFinite(largest))
                {
                    Output.Data[n] = largest;
                    share.Clear();
                    continue;
                }

                var sum = T.Zero;
                for (int k = 0; k < components; k++)
                {
                    var distance = share[k] - largest;
                    share[k] = distance < few ? T.Zero : T.Exp(distance);
                    sum += share[k];
                }

                Output.Data[n] = largest + T.Log(sum);
                Kernels.Affine(T.One / sum, share, T.Zero, share);
            }
        }

        protected internal override void Backward(Tape<T> tape)
        {
            using var code = tape.WriteGradient(First);
            using var mean = tape.WriteGradient(Second);
            using var logVariance = tape.WriteGradient(Third);
            using var logits = tape.WriteGradient(Fourth);
            code.Span.Clear();
            mean.Span.Clear();
            logVariance.Span.Clear();
            logits.Span.Clear();
            int units = First.Columns, components = Second!.Rows;
            var half = T.CreateChecked(0.5);
            var total = T.Zero;
            for (int n = 0; n < First.Rows; n++)
            {
                total += Output.Gradient[n];
                for (int k = 0; k < components; k++)
                {
                    var share = _share.Data[(n * components) + k];
                    if (share < T.CreateChecked(Negligible))
                        continue;

                    var weight = share * Output.Gradient[n];
                    if (logits.IsNeeded)
                        logits.Span[k] += weight;
                    for (int j = 0, to = k * units, from = n * units; j < units; j++, to++, from++)
                    {
                        var u = (First.Data[from] - Second.Data[to]) * _inverse.Data[to];
                        var pull = weight * u * _inverse.Data[to];
                        if (code.IsNeeded)
                            code.Span[from] -= pull;
                        if (mean.IsNeeded)
                            mean.Span[to] += pull;
                        if (logVariance.IsNeeded)
                            logVariance.Span[to] += weight * half * ((u * u) - T.One);
                    }
                }
            }

            for (int k = 0; k < logits.Span.Length; k++)
                logits.Span[k] -= total * _weight[k];
        }

        protected internal override void Pushforward()
        {
            int units = First.Columns, components = Second!.Rows;
            var half = T.CreateChecked(0.5);
            var shift = T.Zero;
            for (int k = 0; Fourth is { HasTangent: true } && k < components; k++)
                shift += _weight[k] * Fourth.Tangent[k];
            for (int n = 0; n < First.Rows; n++)
            {
                var sum = -shift;
                for (int k = 0; k < components; k++)
                {
                    var share = _share.Data[(n * components) + k];
                    if (share < T.CreateChecked(Negligible))
                        continue;

                    var slope = Fourth is { HasTangent: true } ? Fourth.Tangent[k] : T.Zero;
                    for (int j = 0, to = k * units, from = n * units; j < units; j++, to++, from++)
                    {
                        var u = (First.Data[from] - Second.Data[to]) * _inverse.Data[to];
                        var moved = (First.HasTangent ? First.Tangent[from] : T.Zero) - (Second.HasTangent ? Second.Tangent[to] : T.Zero);
                        slope -= u * _inverse.Data[to] * moved;
                        if (Third!.HasTangent)
                            slope += half * ((u * u) - T.One) * Third.Tangent[to];
                    }

                    sum += share * slope;
                }

                Output.Tangent[n] = sum;
            }
        }

        /// <summary>sum_j ((z_j - m_j) s_j)^2.</summary>
        private static T Square(ReadOnlySpan<T> z, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse)
        {
            var sum = T.Zero;
            int width = Vector<T>.Count, j = 0;
            if (z.Length >= width)
            {
                var sums = Vector<T>.Zero;
                for (; j <= z.Length - width; j += width)
                {
                    var u = (new Vector<T>(z[j..]) - new Vector<T>(mean[j..])) * new Vector<T>(inverse[j..]);
                    sums += u * u;
                }

                sum = Vector.Sum(sums);
            }

            for (; j < z.Length; j++)
            {
                var u = (z[j] - mean[j]) * inverse[j];
                sum += u * u;
            }

            return sum;
        }

        /// <summary>1 / s of all components, their weights, and the log-density of each at its mean.</summary>
        private void Prepare(int units, int components)
        {
            _inverse.Resize(Third!.Shape);
            Kernels.Affine(T.CreateChecked(-0.5), Third.Data, T.Zero, _inverse.Data);
            if (_weight.Length < components)
                (_weight, _constant) = (new T[components], new T[components]);
            double normaliser = -0.5 * units * Math.Log(2 * Math.PI), largest = double.NegativeInfinity, sum = 0;
            for (int k = 0; k < components; k++)
                largest = Math.Max(largest, Logit(k));
            for (int k = 0; k < components; k++)
                sum += Math.Exp(Logit(k) - largest);
            for (int k = 0; k < components; k++)
            {
                double logWeight = Logit(k) - largest - Math.Log(sum);
                _weight[k] = T.CreateChecked(Math.Exp(logWeight));
                _constant[k] = T.CreateChecked(logWeight + normaliser + Kernels.Sum(_inverse.Data.Slice(k * units, units)));
            }

            Kernels.Apply(Tensors.Kernels.UnaryFunction.Exp, _inverse.Data, _inverse.Data);
        }

        private double Logit(int k) => Fourth is null ? 0 : double.CreateChecked(Fourth.Data[k]);
    }
}
