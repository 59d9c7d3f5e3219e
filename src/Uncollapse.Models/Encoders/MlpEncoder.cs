using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Encoders;

/// <summary>A multilayer perceptron over x and the condition.</summary>
public sealed class MlpEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _hidden;
    private readonly LinearLayer<T>? _skip;
    private readonly bool _readsCounts;

    /// <summary>Builds the encoder and its parameters, named <c>encoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">The hidden layers.</param>
    /// <param name="inputs">Values of an example and of its condition.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="skips">Whether features go round the code: <c>encoder.skip</c>, a layer on the first hidden one (on the input where there is none).</param>
    /// <param name="readsCounts">Whether examples are counts: it then reads log(1 + x), and multiplies only what is not 0.</param>
    public MlpEncoder(ParameterSet<T> parameters, NetworkPlan plan, int inputs, Initialiser initialiser, SkipPlan? skips = null, bool readsCounts = false)
    {
        _readsCounts = readsCounts;
        _hidden = new Mlp<T>(parameters, "encoder", plan, inputs, initialiser);
        if (skips is null or { Kind: SkipKind.None })
            return;

        int first = plan.Hidden.Count == 0 ? inputs : plan.Hidden[0];
        _skip = new LinearLayer<T>(parameters, "encoder.skip", first, skips.Features, initialiser, Activations.ToKernel(plan.Activation));
    }

    /// <inheritdoc/>
    public override int FeatureCount => _hidden.Outputs;

    /// <inheritdoc/>
    public override Features<T> Forward(Tensor<T> examples, Tensor<T>? condition, in Pass<T> pass)
    {
        Tensor<T> first;
        var last = _readsCounts
            ? _hidden.ForwardCounts(examples, condition, pass, out first)
            : _hidden.Forward(condition is null ? examples : pass.Tape.ConcatColumns(examples, condition), pass, out first);
        return new Features<T>(last, _skip is null ? null : [_skip.Forward(first, pass)]);
    }
}
