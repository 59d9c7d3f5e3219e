using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Layers;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>p(x|z) of a sentence: prod_t softmax(logits_t / temperature)[x_t] up to its end token; padding counts for nothing.</summary>
/// <remarks>The logits are [rows x time, vocabulary], where time may be shorter than a row: what is left out must be padding.</remarks>
/// <param name="vocabularySize">Tokens, the special ones among them.</param>
/// <param name="temperature">What the logits are divided by.</param>
public sealed class TokenLikelihood<T>(int vocabularySize, double temperature = 1) : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Tokens, the special ones among them.</summary>
    public int VocabularySize { get; } = vocabularySize;

    /// <summary>What the logits are divided by.</summary>
    public double Temperature { get; } = temperature;

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; } = [new("logits", vocabularySize)];

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
    }

    /// <inheritdoc/>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default)
    {
        var logits = Temperature == 1 ? parameters.Location : pass.Tape.Affine(parameters.Location, 1 / Temperature);
        var tokens = TokenRows.First(pass.Tape, target, logits.Length / VocabularySize / target.Rows);
        return pass.Tape.CategoricalLogLikelihood(logits, tokens, ignored: 0, expectedGradient);
    }

    /// <inheritdoc/>
    /// <remarks>F = (diag p - p p^T) / temperature^2 of each place, whether a sentence reaches it or not.</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
        => Information.Softmax(parameters.Location.Data, VocabularySize, Temperature, rows, directions, products);

    /// <summary>The most probable token of each step: a token has no mean.</summary>
    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination) =>
        Choose(parameters, destination, static (logits, _) => Largest(logits), default);

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        double sharpness = 1 / Temperature;
        Choose(parameters, destination, (logits, key) => Draw(logits, sharpness, key), rng);
    }

    /// <inheritdoc/>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng)
    {
        ReadOnlySpan<T> logits = parameters.Location.Data.Slice(at * VocabularySize, VocabularySize);
        return T.CreateChecked(IsDrawn(options) ? Draw(logits, 1 / (Temperature * options.Temperature), rng) : Largest(logits));
    }

    /// <summary>The most probable token.</summary>
    /// <param name="logits">One a token.</param>
    internal static int Largest(ReadOnlySpan<T> logits)
    {
        int best = 0;
        for (int token = 1; token < logits.Length; token++)
        {
            if (logits[token] > logits[best])
                best = token;
        }

        return best;
    }

    /// <summary>A token drawn from softmax(sharpness logits).</summary>
    /// <param name="logits">One a token.</param>
    /// <param name="sharpness">What they are multiplied by.</param>
    /// <param name="rng">The key.</param>
    internal static int Draw(ReadOnlySpan<T> logits, double sharpness, Rng rng)
    {
        double largest = double.CreateChecked(logits[Largest(logits)]) * sharpness, sum = 0;
        foreach (var logit in logits)
            sum += Math.Exp((double.CreateChecked(logit) * sharpness) - largest);
        Span<T> uniform = stackalloc T[1];
        NoiseOp.FillUniform(rng, uniform);
        double rest = double.CreateChecked(uniform[0]) * sum;
        for (int token = 0; token < logits.Length; token++)
        {
            rest -= Math.Exp((double.CreateChecked(logits[token]) * sharpness) - largest);
            if (rest < 0)
                return token;
        }

        return logits.Length - 1;
    }

    private delegate int Choice(ReadOnlySpan<T> logits, Rng rng);

    private void Choose(in LikelihoodParameters<T> parameters, Span<T> destination, Choice choice, Rng rng)
    {
        destination.Clear();
        int steps = parameters.Location.Length / VocabularySize;
        for (int i = 0; i < steps; i++)
            destination[i] = T.CreateChecked(choice(parameters.Location.Data.Slice(i * VocabularySize, VocabularySize), rng.Fork((ulong)i)));
    }
}
