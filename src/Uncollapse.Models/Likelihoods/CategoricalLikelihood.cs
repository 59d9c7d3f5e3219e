using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>p(x|z) = prod_d softmax(logits_d / temperature)[255 x_d]: each output is one of the 256 levels 0, 1/255, ..., 1, whose order the likelihood does not
/// know. Tokens have <see cref="TokenLikelihood{T}"/>.</summary>
/// <param name="temperature">What the logits are divided by, above 0.</param>
public sealed class CategoricalLikelihood<T>(double temperature = 1) : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = [new("logits", Levels.Count)];

    /// <summary>What the logits are divided by.</summary>
    public double Temperature { get; } = temperature;

    /// <inheritdoc/>
    /// <remarks>Every level starts as probable as any other: the mean of the outputs says little of them.</remarks>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias) => bias.Clear();

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The logits and the target differ, or a target is not in [0, 1].</exception>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default)
    {
        var logits = Temperature == 1 ? parameters.Location : pass.Tape.Affine(parameters.Location, 1 / Temperature);
        logits = pass.Tape.Reshape(logits, new Shape(target.Length, Levels.Count));
        return pass.Tape.CategoricalLogLikelihood(logits, Levels.Of(target, pass), ignored: null, expectedGradient);
    }

    /// <inheritdoc/>
    /// <remarks>F = (diag p - p p^T) / temperature^2 of each output.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
        => Information.Softmax(parameters.Location.Data, Levels.Count, Temperature, rows, directions, products);

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination)
    {
        Span<double> work = stackalloc double[Levels.Count];
        int outputs = parameters.Location.Length / Levels.Count;
        for (int at = 0; at < outputs; at++)
            destination[at] = T.CreateChecked(Discrete.Mean(Logits(parameters, at), Temperature, work) / Levels.Highest);
    }

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        Span<double> work = stackalloc double[Levels.Count];
        double[] draws = new double[parameters.Location.Length / Levels.Count];
        rng.FillUniform(draws);
        for (int at = 0; at < draws.Length; at++)
            destination[at] = Levels.Value<T>(Discrete.Draw(Logits(parameters, at), Temperature, draws[at], work));
    }

    /// <inheritdoc/>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        var logits = Logits(parameters, at);
        return Levels.Value<T>(IsDrawn(options)
            ? Discrete.Draw(logits, Temperature * options.Temperature, rng.NextUniform(), stackalloc double[Levels.Count])
            : Discrete.Largest(logits));
    }

    private static ReadOnlySpan<T> Logits(in LikelihoodParameters<T> parameters, int at) => parameters.Location.Data.Slice(at * Levels.Count, Levels.Count);
}
