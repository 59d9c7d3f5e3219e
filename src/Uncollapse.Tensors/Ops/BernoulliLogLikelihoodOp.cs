using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The Bernoulli log-likelihood from logits, one value a row: y[n] = sum_d x l - log(1 + e^l), in nats.
/// Gradient: dL/dl = dL/dy[n] (x - sigmoid(l)).
/// </summary>
public static class BernoulliLogLikelihoodOp
{
    /// <summary>log p(x | logits) of each row, in nats, summed over the outputs.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="logits">[rows, outputs].</param>
    /// <param name="target">x in [0, 1], [rows, outputs]; nothing flows back to it.</param>
    /// <param name="expectedGradient">What the caller knows dL/dy will be for every row, or 0 for unknown. When it comes true the gradient
    /// is made in the forward pass, where the logits are at hand: a pass over [rows, outputs] less.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor<T> BernoulliLogLikelihood<T>(this Tape<T> tape, Tensor<T> logits, Tensor<T> target, T expectedGradient = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.Equal("bernoulli log-likelihood", logits.Shape, target.Shape);
        var node = tape.Begin<Node<T>>(new Shape(logits.Rows), logits, target);
        node.Anticipation.Expect(expectedGradient, logits.Rows);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _slope = new(new Shape(0));

        public Anticipation<T> Anticipation { get; } = new();

        public override void Dispose()
        {
            _slope.Dispose();
            Anticipation.Dispose();
            base.Dispose();
        }

        protected internal override void Forward()
        {
            bool anticipate = Recorded && First.RequiresGradient && Anticipation.IsExpected;
            Run(Anticipation.Weights, Output.Data, anticipate ? Anticipation.Room(First.Shape) : default);
        }

        protected internal override void Backward(Tape<T> tape)
        {
            if (!First.RequiresGradient || Anticipation.TryDeliver(tape, Output.Gradient, First))
                return;

            using var sink = tape.WriteGradient(First);
            Run(Output.Gradient, default, sink.Span);
        }

        protected internal override void Pushforward()
        {
            if (Second!.HasTangent)
                throw new NotSupportedException("bernoulli log-likelihood: the target is a constant and has no tangent.");

            _slope.Resize(First.Shape);
            Run(default, default, _slope.Data);
            Kernels.RowDots(First.Rows, First.Columns, _slope.Data, First.Tangent, Output.Tangent);
        }

        private void Run(ReadOnlySpan<T> weights, Span<T> logLikelihood, Span<T> gradient) =>
            Kernels.BernoulliLogLikelihood(First.Rows, First.Columns, First.Data, Second!.Data, weights, logLikelihood, gradient);
    }
}
