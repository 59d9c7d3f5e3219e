using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Decoders;

/// <summary>A multilayer perceptron to each of the likelihood's heads.</summary>
/// <remarks>The heads are linear layers named after the parameter they make, such as <c>decoder.logits</c>.</remarks>
public sealed class MlpDecoder<T> : Decoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _hidden;
    private readonly LinearLayer<T> _location;
    private readonly LinearLayer<T>? _second;
    private readonly LinearLayer<T>? _third;
    private readonly SkipJoin<T>? _skip;
    private readonly int _skipFeatures;

    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">The hidden layers.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="outputs">Values of an example.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="outputMean">The mean of each output, where the biases shall start from it; null to draw them.</param>
    /// <param name="skips">Whether features of the encoder join the last hidden ones, and whether <c>decoder.gate</c> lets them in.</param>
    /// <param name="units">Latent units: what a gate sees; 0 for all inputs.</param>
    public MlpDecoder(
        ParameterSet<T> parameters,
        NetworkPlan plan,
        int inputs,
        int outputs,
        Likelihood<T> likelihood,
        Initialiser initialiser,
        IReadOnlyList<double>? outputMean,
        SkipPlan? skips = null,
        int units = 0)
    {
        _hidden = new Mlp<T>(parameters, "decoder", plan, inputs, initialiser, plan.CodeSkip);
        if (skips is { Kind: not SkipKind.None })
        {
            _skipFeatures = skips.Features;
            _skip = new SkipJoin<T>(parameters, "decoder.gate", skips.Kind, units == 0 ? inputs : units, _skipFeatures, initialiser);
        }

        var heads = likelihood.Heads;
        LinearLayer<T>? Head(int index)
        {
            if (index >= heads.Count)
                return null;

            var layer = new LinearLayer<T>(parameters, "decoder." + heads[index].Name, _hidden.Outputs + _skipFeatures, outputs * heads[index].PerOutput, initialiser);
            likelihood.StartBias(index, outputMean, layer.Bias!.Data);
            return layer;
        }

        _location = Head(0)!;
        _second = Head(1);
        _third = Head(2);
    }

    /// <inheritdoc/>
    public override ContextUse Uses => _skip is null ? ContextUse.None : ContextUse.Skips;

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass)
    {
        var hidden = _hidden.Forward(code, pass);
        if (_skip is not null)
            hidden = pass.Tape.ConcatColumns(hidden, _skip.Forward(context.Skips?[0], new Shape(code.Rows, _skipFeatures), code, pass));
        return new LikelihoodParameters<T>(_location.Forward(hidden, pass), _second?.Forward(hidden, pass), _third?.Forward(hidden, pass));
    }
}
