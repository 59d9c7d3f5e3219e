using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>p(x|z) = N(x; mean, sigma^2), outputs independent given the code.</summary>
/// <param name="variance">Where sigma^2 comes from.</param>
public sealed class GaussianLikelihood<T>(VarianceModel<T> variance) : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = variance.IsPredicted ? [new("mean"), new("log_variance")] : [new("mean")];

    /// <summary>Where sigma^2 comes from.</summary>
    public VarianceModel<T> Variance { get; } = variance;

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        if (head == 1)
        {
            Variance.StartBias(bias);
            return;
        }

        for (int d = 0; outputMean is not null && d < bias.Length; d++)
            bias[d] = T.CreateChecked(outputMean[d]);
    }

    /// <inheritdoc/>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default) =>
        pass.Tape.GaussianLogLikelihood(parameters.Location, target, Variance.LogVariance(parameters, target, pass), expectedGradient);

    /// <inheritdoc/>
    /// <remarks>F = 1 / sigma^2.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
    {
        var logVariance = Variance.LogVariance(parameters);
        int size = parameters.Location.Length / rows, count = directions.Length / parameters.Location.Length;
        for (int i = 0; i < directions.Length; i++)
        {
            int place = (i / (size * count) * size) + (i % size);
            products[i] = directions[i] * T.Exp(-logVariance[place % logVariance.Length]);
        }
    }

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination) => parameters.Location.Data.CopyTo(destination);

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        NoiseOp.FillNormal(rng, destination);
        var mean = parameters.Location.Data;
        var logVariance = Variance.LogVariance(parameters);
        var half = T.CreateChecked(0.5);
        for (int i = 0; i < mean.Length; i++)
            destination[i] = mean[i] + (T.Exp(half * logVariance[i % logVariance.Length]) * destination[i]);
    }

    /// <inheritdoc/>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        var mean = parameters.Location.Data[at];
        if (!IsDrawn(options))
            return mean;

        var logVariance = Variance.LogVariance(parameters);
        double spread = options.Temperature * Math.Exp(double.CreateChecked(logVariance[Variance.IsPredicted ? at : output % logVariance.Length]));
        return mean + T.CreateChecked(Math.Sqrt(spread) * rng.NextNormal());
    }
}
