using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Ops;

/// <summary>
/// The log-likelihood of 256-level pixels under mixtures of discretised logistics (Salimans et al. 2017, PixelCNN++), one value an example:
/// y[n] = sum over pixels of log sum_k softmax(l)_k prod_c P(x_c | m_ck, s_ck), in nats, with P the logistic's mass in the level's bin and the outer bins open.
/// With three channels the means are linear in the channels before: m_g + tanh(u) x_r and m_b + tanh(v) x_r + tanh(w) x_g.
/// Gradient: closed form, in the same pass.
/// </summary>
public static class DiscretisedLogisticMixtureOp
{
    /// <summary>log p(levels | parameters) of each example, in nats, summed over its pixels.</summary>
    /// <param name="tape">Where the call is recorded.</param>
    /// <param name="parameters">[examples x pixels, 3 K] for one channel, [examples x pixels, 10 K] for three, of any rank: K logits; then for each channel K
    /// means and K log-scales (levels 0 to 255 are at -1 to 1; log-scales count as at least -7); then K each of u, v, w.</param>
    /// <param name="levels">Whole numbers from 0 to 255, channels last, an example a row or any rank whose first extent is the examples; nothing flows back.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="expectedGradient">What the caller knows dL/dy will be for every example, or 0 for unknown; when it comes true the gradient is made in the
    /// forward pass.</param>
    /// <returns>[examples].</returns>
    /// <exception cref="ShapeException">Extents do not fit, or a level is no whole number from 0 to 255.</exception>
    public static Tensor<T> DiscretisedLogisticMixtureLogLikelihood<T>(
        this Tape<T> tape, Tensor<T> parameters, Tensor<T> levels, int channels, T expectedGradient = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Operation = "discretised logistic mixture";
        int each = LogisticMixtureShape.ParametersOf(channels, 1), examples = levels.Shape[0], mixtures = parameters.Columns / each;
        if (parameters.Columns == 0 || parameters.Columns % each != 0)
            throw new ShapeException(Operation, $"expected a multiple of {each} parameters a pixel for {channels} channels, found {parameters.Shape}");
        if ((long)parameters.Rows * channels != levels.Length || examples == 0 || parameters.Rows % examples != 0)
            throw new ShapeException(Operation, parameters.Shape, levels.Shape, $"a row of parameters for every {channels} levels");

        Sequences.RequireIntegers(Operation, "levels", levels, 0, 256);
        var node = tape.Begin<Node<T>>(new Shape(examples), parameters, levels);
        node.Extents = new LogisticMixtureShape(examples, parameters.Rows / examples, channels, mixtures);
        node.Anticipation.Expect(expectedGradient, examples);
        return tape.Finish(node);
    }

    private sealed class Node<T> : TapeNode<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor<T> _slope = new(new Shape(0));

        public Anticipation<T> Anticipation { get; } = new();

        public LogisticMixtureShape Extents { get; set; }

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
                throw new NotSupportedException("discretised logistic mixture: the levels are constants and have no tangent.");

            _slope.Resize(First.Shape);
            Run(default, default, _slope.Data);
            Kernels.RowDots(Extents.Examples, Extents.Positions * Extents.Parameters, _slope.Data, First.Tangent, Output.Tangent);
        }

        private void Run(ReadOnlySpan<T> weights, Span<T> logLikelihood, Span<T> gradient) =>
            Kernels.LogisticMixtureLogLikelihood(Extents, First.Data, Second!.Data, weights, logLikelihood, gradient);
    }
}
