using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>The distribution p(x|z) of an example's outputs given the decoder's parameters.</summary>
public abstract class Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The parameters that a decoder must make, one to three.</summary>
    public abstract IReadOnlyList<LikelihoodHead> Heads { get; }

    /// <summary>Sets a head's bias to where training should start; leaves it as drawn where there is no better place.</summary>
    /// <param name="head">The index in <see cref="Heads"/>.</param>
    /// <param name="outputMean">The mean of each output over the training data; null where the plan does not want it used.</param>
    /// <param name="bias">As many an output as the head has.</param>
    public abstract void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias);

    /// <summary>Adds to what the decoder said what the likelihood makes itself of the condition; nothing unless overridden.</summary>
    /// <param name="said">The heads, and the library where there is one.</param>
    /// <param name="condition">What is told of each example, [rows, conditions]; null for nothing.</param>
    /// <param name="pass">The walk.</param>
    public virtual LikelihoodParameters<T> Complete(in LikelihoodParameters<T> said, Tensor<T>? condition, in Pass<T> pass) => said;

    /// <summary>log p(x|z) of each row, in nats, summed over the outputs.</summary>
    /// <param name="parameters">What the decoder said.</param>
    /// <param name="target">x, [rows, outputs].</param>
    /// <param name="pass">The walk.</param>
    /// <param name="expectedGradient">The derivative of the loss by each row's value where the caller knows it, else 0: speed only.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="Tensors.ShapeException">The target has another shape.</exception>
    public abstract Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default);

    /// <summary>F v of each row, F the Fisher information of the first head's numbers: E[s s^T] under p(x|z) with s = d log p / d location, in closed form.</summary>
    /// <remarks>Outputs are independent given their numbers, so F has a block an output, but for counts, whose outputs share a total. A head beside the first counts as known.</remarks>
    /// <param name="parameters">What the decoder said.</param>
    /// <param name="rows">How many rows that was.</param>
    /// <param name="directions">v, [rows, any count, numbers of a row].</param>
    /// <param name="products">F v, of the same shape, overwritten.</param>
    public abstract void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products);

    /// <summary>E[x|z] of each output.</summary>
    /// <param name="parameters">What the decoder said.</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    public abstract void Mean(in LikelihoodParameters<T> parameters, Span<T> destination);

    /// <summary>Draws x ~ p(x|z).</summary>
    /// <param name="parameters">What the decoder said.</param>
    /// <param name="rng">The key.</param>
    /// <param name="destination">[rows, outputs], overwritten.</param>
    public abstract void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination);

    /// <summary>Chooses one output, for decoders that make outputs one after the other.</summary>
    /// <param name="parameters">What the decoder said of some outputs.</param>
    /// <param name="at">Which of them: the heads' numbers from at times <see cref="LikelihoodHead.PerOutput"/>.</param>
    /// <param name="output">Which output of an example it is, below D.</param>
    /// <param name="options">Drawn from the distribution whose logarithm is divided by the temperature and normalised again, or the most probable value.</param>
    /// <param name="rng">The key of the draw.</param>
    /// <exception cref="ArgumentException">The mode is beam search, which is not of single outputs.</exception>
    public abstract T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng);

    /// <summary>Whether an output is drawn, else the most probable value is asked for.</summary>
    /// <exception cref="ArgumentException">The mode is beam search, or the temperature is not above 0.</exception>
    protected static bool IsDrawn(in GenerationOptions options)
    {
        if (options.Mode == GenerationMode.Beam)
            throw new ArgumentException("generate: beam search is for tokens; values are drawn or chosen greedily.", nameof(options));
        if (options.Mode == GenerationMode.Draw && options.Temperature is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"generate: expected a temperature above 0, found {options.Temperature}.", nameof(options));

        return options.Mode == GenerationMode.Draw;
    }
}
