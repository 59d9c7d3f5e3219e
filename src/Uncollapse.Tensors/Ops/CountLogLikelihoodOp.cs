using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-likelihood of counts from logits, one value a row, in nats, with rho = softmax(l), mu = s rho and rising(t, x) = Gamma(x + t) / Gamma(t):
/// Poisson: sum x log mu - mu - log x!. Negative binomial: sum log rising(theta, x) - log x! - theta log(1 + mu / theta) + x log(mu / (theta + mu)); zero-inflated: with p the
/// probability of a zero beside its own, log(p + (1 - p) NB(0)) at 0 and log(1 - p) + log NB(x) above. Multinomial: log n! + sum x log rho - log x!.
/// Dirichlet-multinomial: log n! - log rising(theta, n) + sum log rising(theta rho, x) - log x!, n = sum x.
/// Gradient: with g the slope by log mu, dL/dl = g - rho sum g and dL/dlog s = sum g (less s for the Poisson); for the negative binomial g = x - (x + theta) mu / (theta + mu) and
/// dL/dlog theta = theta (digamma(x + theta) - digamma(theta) - log(1 + mu / theta)) - g.
/// </summary>
public static class CountLogLikelihoodOp
{
    /// <summary>log p(counts | logits) of each row, in nats, summed over the outputs.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="family">The distribution.</param>
    /// <param name="logits">l, [rows, outputs].</param>
    /// <param name="counts">x, whole numbers of at least 0, [rows, outputs]; nothing flows back to it.</param>
    /// <param name="logSize">log s, one a row; null for the multinomials, whose total is the counts'.</param>
    /// <param name="logTheta">log theta, used within +-40: one an output or one an element for negative binomials, one number for the Dirichlet-multinomial; null for the others.</param>
    /// <param name="zeroLogits">The zero-inflated family's logits of a zero beside its own, [rows, outputs]; null for the others.</param>
    /// <param name="expectedGradient">What the caller knows dL/dy will be for every row, or 0 for unknown. When it comes true all gradients are made in the forward pass.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeException">The shapes do not fit, an argument is missing or too many for the family, or a count is no whole number of at least 0.</exception>
    public static Tensor<T> CountLogLikelihood<T>(
        this Tape<T> tape,
        CountFamily family,
        Tensor<T> logits,
        Tensor<T> counts,
        Tensor<T>? logSize = null,
        Tensor<T>? logTheta = null,
        Tensor<T>? zeroLogits = null,
        T expectedGradient = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("count log-likelihood", logits.Shape, counts.Shape);
        var form = logTheta is null || logTheta.Length == 1 ? VarianceShape.Scalar
            : logTheta.Length == logits.Columns ? VarianceShape.PerColumn
            : VarianceShape.Full;
        if (form == VarianceShape.Scalar && logits.Columns == 1 && family != CountFamily.DirichletMultinomial)
            form = VarianceShape.PerColumn;
        var shape = new CountShape(family, logits.Rows, logits.Columns, form);
        if (shape.HasTheta == logTheta is null || (logTheta is not null && logTheta.Length != shape.ThetaCount))
            throw new ShapeException("count log-likelihood", logits.Shape, logTheta?.Shape ?? new Shape(0), $"the dispersions of a {family}");
        if (shape.HasSize == logSize is null || (logSize is not null && logSize.Length != logits.Rows))
            throw new ShapeException("count log-likelihood", logits.Shape, logSize?.Shape ?? new Shape(0), $"the sizes of a {family}");
        if (shape.HasZeros == zeroLogits is null)
            throw new ShapeException("count log-likelihood", logits.Shape, zeroLogits?.Shape ?? new Shape(0), $"the zero logits of a {family}");
        if (zeroLogits is not null)
            Require.Equal("count log-likelihood", logits.Shape, zeroLogits.Shape);

        var node = tape.Begin<Node<T>>(new Shape(logits.Rows), logits, logSize, logTheta, zeroLogits);
        node.Bind(shape, counts, expectedGradient);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Anticipation<T>[] _foretold = [new(), new(), new(), new()];
        private readonly Tensor<T>[] _slopes = [new(new Shape(0)), new(new Shape(0)), new(new Shape(0)), new(new Shape(0))];
        private Tensor<T> _counts = null!;
        private CountShape _shape;

        public void Bind(CountShape shape, Tensor<T> counts, T expected)
        {
            _shape = shape;
            _counts = counts;
            foreach (var one in _foretold)
                one.Expect(expected, shape.Rows);
        }

        public override void Dispose()
        {
            for (int i = 0; i < _slopes.Length; i++)
            {
                _foretold[i].Dispose();
                _slopes[i].Dispose();
            }

            base.Dispose();
        }

        protected internal override void Forward()
        {
            bool anticipate = Recorded && RequiresGradient && _foretold[0].IsExpected;
            Run(
                _foretold[0].Weights,
                Output.Data,
                anticipate ? Room(First, 0) : default,
                anticipate ? Room(Second, 1) : default,
                anticipate ? Room(Third, 2) : default,
                anticipate ? Room(Fourth, 3) : default);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            bool logits = IsLeft(tape, First, 0), size = IsLeft(tape, Second, 1), theta = IsLeft(tape, Third, 2), zeros = IsLeft(tape, Fourth, 3);
            if (!logits && !size && !theta && !zeros)
                return;

            using var toLogits = tape.WriteGradient(logits ? First : null);
            using var toSize = tape.WriteGradient(size ? Second : null);
            using var toTheta = tape.WriteGradient(theta ? Third : null);
            using var toZeros = tape.WriteGradient(zeros ? Fourth : null);
            Run(Output.Gradient, default, toLogits.Span, toSize.Span, toTheta.Span, toZeros.Span);
        }

        protected internal override void Pushforward()
        {
            var tangent = Output.Tangent;
            tangent.Clear();
            bool together = Third is not { HasTangent: true } || _shape.Theta == VarianceShape.Full;
            int block = together ? _shape.Rows : 1;
            for (int row = 0; row < _shape.Rows && block > 0; row += block)
                PushRows(row, block, tangent);
        }

        private static Span<T> Span(Tensor<T>? input, Tensor<T> slopes) => input is { HasTangent: true } ? slopes.Data : default;

        private Span<T> Room(Tensor<T>? input, int index) => input is { RequiresGradient: true } ? _foretold[index].Room(input.Shape) : default;

        private bool IsLeft(Tape<T> tape, Tensor<T>? input, int index) =>
            input is { RequiresGradient: true } && !_foretold[index].TryDeliver(tape, Output.Gradient, input);

        /// <summary>The tangents of some rows: of one at a time where rows share a dispersion, whose slope would be summed over them.</summary>
        private void PushRows(int row, int rows, Span<T> tangent)
        {
            int start = row * _shape.Columns, length = rows * _shape.Columns;
            bool perElement = _shape.Theta == VarianceShape.Full;
            int thetas = perElement ? length : (int)_shape.ThetaCount, theta = perElement ? start : 0;
            _slopes[0].Resize(new Shape(length));
            _slopes[1].Resize(new Shape(rows));
            _slopes[2].Resize(new Shape(thetas));
            _slopes[3].Resize(new Shape(length));
            var shape = _shape with { Rows = rows };
            Kernels.CountLogLikelihood(
                shape, First.Data.Slice(start, length), _counts.Data.Slice(start, length), Second is null ? default : Second.Data.Slice(row, rows),
                Third is null ? default : Third.Data.Slice(theta, thetas), Fourth is null ? default : Fourth.Data.Slice(start, length), default, default,
                Span(First, _slopes[0]), Span(Second, _slopes[1]), Span(Third, _slopes[2]), Span(Fourth, _slopes[3]));
            for (int i = 0; i < rows; i++)
            {
                int at = i * _shape.Columns;
                double sum = 0;
                if (First.HasTangent)
                    sum += Kernels.Dot(_slopes[0].Data.Slice(at, _shape.Columns), First.Tangent.Slice(start + at, _shape.Columns));
                if (Second is { HasTangent: true })
                    sum += double.CreateTruncating(_slopes[1].Data[i] * Second.Tangent[row + i]);
                if (Third is { HasTangent: true })
                    sum += perElement ? Kernels.Dot(_slopes[2].Data.Slice(at, _shape.Columns), Third.Tangent.Slice(start + at, _shape.Columns)) : Kernels.Dot(_slopes[2].Data, Third.Tangent);
                if (Fourth is { HasTangent: true })
                    sum += Kernels.Dot(_slopes[3].Data.Slice(at, _shape.Columns), Fourth.Tangent.Slice(start + at, _shape.Columns));
                tangent[row + i] = T.CreateTruncating(sum);
            }
        }

        private void Run(ReadOnlySpan<T> weights, Span<T> logLikelihood, Span<T> logits, Span<T> size, Span<T> theta, Span<T> zeros) => Kernels.CountLogLikelihood(
            _shape, First.Data, _counts.Data, Second is null ? default : Second.Data, Third is null ? default : Third.Data, Fourth is null ? default : Fourth.Data,
            weights, logLikelihood, logits, size, theta, zeros);
    }
}
