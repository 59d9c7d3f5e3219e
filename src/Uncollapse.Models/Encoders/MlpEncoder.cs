using System.Numerics;
using Uncollapse.Models.Distributions;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Encoders;

/// <summary>A multilayer perceptron to the mean and log-variance of each latent unit.</summary>
/// <remarks>The two heads are one layer, <c>encoder.posterior</c>, [features, 2 units]: the first half of its columns are the
/// means, the second the log-variances. One product of twice the width is faster than two.</remarks>
public sealed class MlpEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _hidden;
    private readonly LinearLayer<T> _posterior;
    private readonly int _units;

    /// <summary>Builds the encoder and its parameters, named <c>encoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">The hidden layers.</param>
    /// <param name="inputs">Values of an example.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public MlpEncoder(ParameterSet<T> parameters, NetworkPlan plan, int inputs, int units, Initialiser initialiser)
    {
        _units = units;
        _hidden = new Mlp<T>(parameters, "encoder", plan, inputs, initialiser);
        _posterior = new LinearLayer<T>(parameters, "encoder.posterior", _hidden.Outputs, 2 * units, initialiser, parts: 2);
    }

    /// <inheritdoc/>
    public override Encoding<T> Encode(Tensor<T> examples, in Pass<T> pass)
    {
        var heads = _posterior.Forward(_hidden.Forward(examples, pass), pass);
        var mean = pass.Tape.SliceColumns(heads, 0, _units);
        var logVariance = pass.Tape.SliceColumns(heads, _units, _units);
        return new Encoding<T>(new DiagonalGaussian<T>(mean, logVariance), default);
    }
}
