using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Decoders;

/// <summary>A decoder over tokens: the logits of each token from the code and the tokens before it.</summary>
/// <remarks>In teacher forcing it reads the sentence one step late behind a start token, and only as far as the batch's longest one.</remarks>
public abstract class TokenDecoder<T> : AutoregressiveDecoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _time;
    private readonly double _contextDropout;
    private readonly double _dropout;
    private readonly LinearLayer<T> _logits;
    private readonly LinearLayer<T>[] _skips;

    /// <summary>A decoder of sentences.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="settings">Dropouts, and whether the code enters every layer: then <c>decoder.code_skip.n.weight</c> adds it behind layer n.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="statistics">The length of a row, and the vocabulary's size.</param>
    /// <param name="features">Features of a step, from which its logits are made.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    private protected TokenDecoder(
        ParameterSet<T> parameters, Records.Plans.NetworkPlan settings, int inputs, DataStatistics statistics, int features, Initialiser initialiser)
    {
        _time = statistics.OutputCount;
        _contextDropout = settings.ContextDropout;
        _dropout = settings.Dropout;
        VocabularySize = statistics.VocabularySize;
        _logits = new LinearLayer<T>(parameters, "decoder.logits", features, VocabularySize, initialiser);
        _skips = new LinearLayer<T>[settings.CodeSkip ? settings.Layers : 0];
        for (int i = 0; i < _skips.Length; i++)
            _skips[i] = new LinearLayer<T>(parameters, FormattableString.Invariant($"decoder.code_skip.{i}"), inputs, features, initialiser, hasBias: false);
    }

    /// <summary>Tokens, the special ones among them.</summary>
    public int VocabularySize { get; }

    /// <summary>From a step's features to its logits.</summary>
    internal LinearLayer<T> Head => _logits;

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass) =>
        new(Logits(Dropped(States(code, context, pass), "decoder.dropout", pass), pass), null, null);

    /// <summary>The features of every step, [rows, time, features]: what the logits are linear in.</summary>
    internal Tensor<T> States(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        var inputs = context.Past is { } past
            ? TokenRows.Inputs(pass.Tape, TokenRows.Trim(pass.Tape, past), pass.Training ? _contextDropout : 0, pass)
            : TokenRows.HiddenInputs(pass.Tape, code.Rows, _time);
        return Features(inputs, code, pass);
    }

    /// <inheritdoc/>
    public override void Generate(
        Tensor<T> code, Likelihood<T> likelihood, in GenerationOptions options, Rng rng, in Pass<T> pass, Span<T> destination)
    {
        double temperature = likelihood is TokenLikelihood<T> tokens ? tokens.Temperature : 1;
        using var stepper = Stepper();
        TokenGenerator.Run(stepper, code, options with { Temperature = options.Temperature * temperature }, rng, _time, destination);
    }

    /// <summary>The features of every step.</summary>
    /// <param name="inputs">What is read, [rows, time].</param>
    /// <param name="code">z, and behind it the condition.</param>
    /// <param name="pass">The walk.</param>
    /// <returns>[rows, time, features].</returns>
    private protected abstract Tensor<T> Features(Tensor<T> inputs, Tensor<T> code, in Pass<T> pass);

    /// <summary>The decoder one step at a time.</summary>
    private protected abstract TokenStepper<T> Stepper();

    /// <summary>A layer's features with the code added, where it enters every layer (Dieng et al. 2019).</summary>
    /// <param name="layer">Behind which layer.</param>
    /// <param name="features">[rows, time, features], or those of one step, [rows, features].</param>
    /// <param name="code">z, and behind it the condition.</param>
    /// <param name="pass">The walk.</param>
    internal Tensor<T> WithCode(int layer, Tensor<T> features, Tensor<T> code, in Pass<T> pass)
    {
        if (_skips.Length == 0)
            return features;

        var added = _skips[layer].Forward(code, pass);
        return features.Shape.Rank < 3 ? pass.Tape.Add(features, added) : pass.Tape.AddOverTime(features, added);
    }

    /// <summary>The logits of steps' features.</summary>
    private protected Tensor<T> Logits(Tensor<T> features, in Pass<T> pass) => _logits.Forward(features, pass);

    /// <summary>Features with some dropped in training.</summary>
    private protected Tensor<T> Dropped(Tensor<T> features, string name, in Pass<T> pass) =>
        pass.Training && _dropout > 0 ? pass.Tape.Dropout(features, _dropout, pass.Rng.Fork(name)) : features;
}
