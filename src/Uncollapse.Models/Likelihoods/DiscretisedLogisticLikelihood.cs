using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>A mixture of logistics on the 256 levels 0, 1/255, ..., 1 of each output (Salimans et al. 2017): a level has the logistics' mass within half a
/// level of it, the first and the last all that is beyond.</summary>
/// <remarks>For each output K logits, K means and K log-scales, in units in which the levels reach from -1 to 1; log-scales count as at least -7. The
/// channels of a pixel are outputs of their own: an autoregressive decoder describes each from those before it.</remarks>
public sealed class DiscretisedLogisticLikelihood<T> : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _logistics;

    /// <summary>A mixture of some logistics.</summary>
    /// <param name="logistics">K, at least 1.</param>
    public DiscretisedLogisticLikelihood(int logistics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logistics, 1);
        _logistics = logistics;
        Heads = [new("mixture", 3 * logistics)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; }

    /// <inheritdoc/>
    /// <remarks>Means spread evenly over the levels, each logistic as wide as its share of them: all levels start about equally probable.</remarks>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        int size = 3 * _logistics;
        for (int i = 0; i < bias.Length; i++)
        {
            int place = i % size, k = place % _logistics;
            double value = (place / _logistics) switch
            {
                0 => 0,
                1 => (((2 * k) + 1.0) / _logistics) - 1,
                _ => -Math.Log(2 * _logistics),
            };
            bias[i] = T.CreateChecked(value);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The parameters and the target differ.</exception>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default)
    {
        var mixtures = pass.Tape.Reshape(parameters.Location, new Shape(target.Length, 3 * _logistics));
        return pass.Tape.DiscretisedLogisticMixtureLogLikelihood(mixtures, Levels.Of(target, pass), 1, expectedGradient);
    }

    /// <inheritdoc/>
    /// <remarks>F = sum over the 256 levels of (d P / d parameters) (d P / d parameters)^T / P, of each output.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
    {
        int size = 3 * _logistics, numbers = parameters.Location.Length / rows, count = directions.Length / parameters.Location.Length;
        double[] slopes = new double[Levels.Count * size];
        for (int at = 0; at < parameters.Location.Length / size; at++)
        {
            int row = at * size / numbers, place = (at * size) - (row * numbers);
            LogisticMixture.Slopes(Mixture(parameters, at), slopes);
            for (int c = 0; c < count; c++)
            {
                int from = (((row * count) + c) * numbers) + place;
                LogisticMixture.Multiply(slopes, directions.Slice(from, size), products.Slice(from, size));
            }
        }
    }

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination)
    {
        int outputs = parameters.Location.Length / (3 * _logistics);
        for (int at = 0; at < outputs; at++)
            destination[at] = T.CreateChecked(LogisticMixture.Mean(Mixture(parameters, at)));
    }

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        double[] draws = new double[2 * (parameters.Location.Length / (3 * _logistics))], weights = new double[_logistics];
        rng.FillUniform(draws);
        for (int at = 0; at < draws.Length / 2; at++)
            destination[at] = Draw(Mixture(parameters, at), draws[2 * at], draws[(2 * at) + 1], weights);
    }

    /// <inheritdoc/>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        var mixture = Mixture(parameters, at);
        bool isDrawn = IsDrawn(options);
        if (isDrawn && options.Temperature == 1)
            return Draw(mixture, rng.Fork(0).NextUniform(), rng.Fork(1).NextUniform(), stackalloc double[_logistics]);

        Span<double> logs = stackalloc double[Levels.Count], work = stackalloc double[Levels.Count];
        LogisticMixture.LogProbabilities(mixture, logs);
        int level = isDrawn ? Discrete.Draw<double>(logs, options.Temperature, rng.NextUniform(), work) : Discrete.Largest<double>(logs);
        return Levels.Value<T>(level);
    }

    /// <summary>A logistic by its weight, then a value of it, to the nearest level.</summary>
    private static T Draw(ReadOnlySpan<T> mixture, double which, double uniform, Span<double> weights)
    {
        int count = mixture.Length / 3, k = Discrete.Draw(mixture[..count], 1, which, weights);
        double value = LogisticMixture.Quantile(double.CreateChecked(mixture[count + k]), double.CreateChecked(mixture[(2 * count) + k]), uniform);
        return Levels.Value<T>((int)Math.Round(Math.Clamp((value + 1) / 2, 0, 1) * Levels.Highest));
    }

    private ReadOnlySpan<T> Mixture(in LikelihoodParameters<T> parameters, int at) => parameters.Location.Data.Slice(at * 3 * _logistics, 3 * _logistics);
}
