using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The categorical log-likelihood from logits, one value an example: y[n] = sum_k l[n, k, target[n, k]] - log sum_c e^l[n, k, c], in nats.
/// Gradient: dL/dl[n, k, c] = dL/dy[n] (1 at the target - softmax(l[n, k])[c]).
/// </summary>
public static class CategoricalLogLikelihoodOp
{
    /// <summary>log p(target | logits) of each example, in nats, summed over its positions.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="logits">[examples x positions, classes], of any rank.</param>
    /// <param name="target">Whole numbers below the classes, [examples, positions]; nothing flows back to it.</param>
    /// <param name="ignored">A target that counts for nothing: 0 for the padding of text; null for none, as with pixels.</param>
    /// <param name="expectedGradient">What the caller knows dL/dy will be for every example, or 0 for unknown. When it comes true the gradient is made in the
    /// forward pass, where the logits are at hand.</param>
    /// <returns>[examples].</returns>
    /// <exception cref="ShapeException">The rows of the logits are not the targets, or a target is no whole number below the classes.</exception>
    public static Tensor<T> CategoricalLogLikelihood<T>(
        this Tape<T> tape, Tensor<T> logits, Tensor<T> target, int? ignored = null, T expectedGradient = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (logits.Rows != target.Length)
            throw new ShapeException("categorical log-likelihood", logits.Shape, target.Shape, "one row of logits a target");

        var node = tape.Begin<Node<T>>(new Shape(target.Rows), logits);
        node.Bind(target, ignored);
        node.Anticipation.Expect(expectedGradient, target.Rows);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _slope = new(new Shape(0));
        private int[] _targets = [];
        private int _positions;

        public Anticipation<T> Anticipation { get; } = new();

        public void Bind(Tensor<T> target, int? ignored)
        {
            _positions = target.Columns;
            _targets = Sequences.ReadIntegers("categorical log-likelihood", "targets", target, 0, First.Columns, _targets);
            if (ignored is { } nothing)
                _targets.AsSpan(0, target.Length).Replace(nothing, -1);
        }

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
            _slope.Resize(First.Shape);
            Run(default, default, _slope.Data);
            Kernels.RowDots(Output.Length, _positions * First.Columns, _slope.Data, First.Tangent, Output.Tangent);
        }

        private void Run(ReadOnlySpan<T> weights, Span<T> logLikelihood, Span<T> gradient) => Kernels.CategoricalLogLikelihood(
            Output.Length, _positions, First.Columns, First.Data, _targets.AsSpan(0, First.Rows), weights, logLikelihood, gradient);
    }
}
