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

    /// <summary>Builds the encoder and its parameters, named <c>encoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">The hidden layers.</param>
    /// <param name="inputs">Values of an example and of its condition.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public MlpEncoder(ParameterSet<T> parameters, NetworkPlan plan, int inputs, Initialiser initialiser)
    {
        _hidden = new Mlp<T>(parameters, "encoder", plan, inputs, initialiser);
    }

    /// <inheritdoc/>
    public override int FeatureCount => _hidden.Outputs;

    /// <inheritdoc/>
    public override Features<T> Forward(Tensor<T> examples, Tensor<T>? condition, in Pass<T> pass) =>
        new(_hidden.Forward(condition is null ? examples : pass.Tape.ConcatColumns(examples, condition), pass), null);
}
