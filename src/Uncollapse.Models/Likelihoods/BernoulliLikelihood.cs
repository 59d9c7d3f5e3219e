using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>p(x|z) = prod_d p_d^x (1 - p_d)^(1 - x), p = sigmoid(logits / temperature), for x in {0, 1}. For x between it is the cross-entropy, which
/// is no normalised density: use <see cref="ContinuousBernoulliLikelihood{T}"/>.</summary>
/// <param name="temperature">What the logits are divided by, above 0: above 1 it drowns the signal as a large variance does.</param>
public sealed class BernoulliLikelihood<T>(double temperature = 1) : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The starting bias is the logit of the data's mean held within this distance of 0 and 1, so that outputs which never
    /// vary can still learn.</summary>
    public const double LeastMean = 0.001;

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = [new("logits")];

    /// <summary>What the logits are divided by.</summary>
    public double Temperature { get; } = temperature;

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        if (outputMean is null)
            return;

        for (int d = 0; d < bias.Length; d++)
        {
            double mean = Math.Clamp(outputMean[d], LeastMean, 1 - LeastMean);
            bias[d] = T.CreateChecked(Temperature * Math.Log(mean / (1 - mean)));
        }
    }

    /// <inheritdoc/>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default)
    {
        var logits = Temperature == 1 ? parameters.Location : pass.Tape.Affine(parameters.Location, 1 / Temperature);
        return pass.Tape.BernoulliLogLikelihood(logits, target, expectedGradient);
    }

    /// <inheritdoc/>
    /// <remarks>F = p (1 - p) / temperature^2.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
    {
        var sharpness = T.CreateChecked(1 / Temperature);
        Information.Diagonal(parameters.Location.Data, rows, directions, products, logit =>
        {
            // p (1 - p) without 1 - p, of which single precision has nothing left at large logits.
            var odds = T.Exp(-T.Abs(logit * sharpness));
            return odds / ((T.One + odds) * (T.One + odds)) * sharpness * sharpness;
        });
    }

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination)
    {
        ReadOnlySpan<T> logits = parameters.Location.Data;
        if (Temperature != 1)
        {
            KernelTable<T>.Current.Affine(T.CreateChecked(1 / Temperature), logits, T.Zero, destination);
            logits = destination[..logits.Length];
        }

        KernelTable<T>.Current.ActivationForward(Activation.Sigmoid, logits, destination);
    }

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        NoiseOp.FillUniform(rng, destination);
        var logits = parameters.Location.Data;
        var sharpness = T.CreateChecked(1 / Temperature);
        for (int i = 0; i < logits.Length; i++)
            destination[i] = destination[i] * (T.One + T.Exp(-logits[i] * sharpness)) < T.One ? T.One : T.Zero;
    }

    /// <inheritdoc/>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        double logit = double.CreateChecked(parameters.Location.Data[at]);
        if (!IsDrawn(options))
            return logit > 0 ? T.One : T.Zero;

        return rng.NextUniform() * (1 + Math.Exp(-logit / (Temperature * options.Temperature))) < 1 ? T.One : T.Zero;
    }
}
