using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>p(x|z) = prod_d p_d^x (1 - p_d)^(1 - x), p = sigmoid(logits), for x in {0, 1}. For x between it is the cross-entropy, which
/// is no normalised density: use <see cref="ContinuousBernoulliLikelihood{T}"/>.</summary>
public sealed class BernoulliLikelihood<T> : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The starting bias is the logit of the data's mean held within this distance of 0 and 1, so that outputs which never
    /// vary can still learn.</summary>
    public const double LeastMean = 0.001;

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = [new("logits")];

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        if (outputMean is null)
            return;

        for (int d = 0; d < bias.Length; d++)
        {
            double mean = Math.Clamp(outputMean[d], LeastMean, 1 - LeastMean);
            bias[d] = T.CreateChecked(Math.Log(mean / (1 - mean)));
        }
    }

    /// <inheritdoc/>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default) =>
        pass.Tape.BernoulliLogLikelihood(parameters.Location, target, expectedGradient);

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination) =>
        KernelTable<T>.Current.ActivationForward(Activation.Sigmoid, parameters.Location.Data, destination);

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        NoiseOp.FillUniform(rng, destination);
        var logits = parameters.Location.Data;
        for (int i = 0; i < logits.Length; i++)
            destination[i] = destination[i] * (T.One + T.Exp(-logits[i])) < T.One ? T.One : T.Zero;
    }
}
