using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>The continuous Bernoulli: a normalised density for x in [0, 1] (Loaiza-Ganem and Cunningham 2019).</summary>
public sealed class ContinuousBernoulliLikelihood<T> : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The starting bias gives the data's mean held within this distance of 0 and 1: nearer, the logit grows as its inverse.</summary>
    public const double LeastMean = 0.01;

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = [new("logits")];

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        if (outputMean is null)
            return;

        for (int d = 0; d < bias.Length; d++)
            bias[d] = T.CreateChecked(ContinuousBernoulli.LogitOfMean(Math.Clamp(outputMean[d], LeastMean, 1 - LeastMean)));
    }

    /// <inheritdoc/>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default) =>
        pass.Tape.ContinuousBernoulliLogLikelihood(parameters.Location, target, expectedGradient);

    /// <inheritdoc/>
    /// <remarks>F is the variance of x.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
        => Information.Diagonal(parameters.Location.Data, rows, directions, products, logit => T.CreateChecked(ContinuousBernoulli.Variance(double.CreateChecked(logit))));

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination)
    {
        var logits = parameters.Location.Data;
        for (int i = 0; i < logits.Length; i++)
            destination[i] = T.CreateChecked(ContinuousBernoulli.Mean(double.CreateChecked(logits[i])));
    }

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        NoiseOp.FillUniform(rng, destination);
        var logits = parameters.Location.Data;
        for (int i = 0; i < logits.Length; i++)
            destination[i] = T.CreateChecked(ContinuousBernoulli.Quantile(double.CreateChecked(logits[i]), double.CreateChecked(destination[i])));
    }

    /// <inheritdoc/>
    /// <remarks>The density is greatest at 0 or at 1: the most probable value is one of them.</remarks>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        double logit = double.CreateChecked(parameters.Location.Data[at]);
        if (!IsDrawn(options))
            return logit > 0 ? T.One : T.Zero;

        return T.CreateChecked(ContinuousBernoulli.Quantile(logit / options.Temperature, rng.NextUniform()));
    }
}
