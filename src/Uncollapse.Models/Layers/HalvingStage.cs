using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Activation = Uncollapse.Tensors.Kernels.Activation;

namespace Uncollapse.Models.Layers;

/// <summary>A stage of a convolutional encoder: a convolution with stride 2, normalised, activated, dropped out; then residual blocks.</summary>
public sealed class HalvingStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConvolutionLayer<T> _convolution;
    private readonly NormalisationLayer<T>? _normalisation;
    private readonly ResidualBlock<T>[] _blocks;
    private readonly Activation _activation;
    private readonly double _dropout;
    private readonly string _dropoutName;

    /// <summary>Builds the stage with parameters <c>name.weight</c>, <c>name.bias</c>, <c>name.normalisation.*</c> and <c>name.blocks.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The stage's path.</param>
    /// <param name="plan">Filter, blocks, activation, normalisation, dropout.</param>
    /// <param name="geometry">Extents and padding.</param>
    /// <param name="inputs">Channels on the example's side.</param>
    /// <param name="outputs">Channels on the code's side.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public HalvingStage(
        ParameterSet<T> parameters, string name, NetworkPlan plan, StageGeometry geometry, int inputs, int outputs, Initialiser initialiser)
    {
        _activation = Activations.ToKernel(plan.Activation);
        _convolution = new ConvolutionLayer<T>(
            parameters,
            name,
            (plan.Kernel, plan.Kernel),
            inputs,
            outputs,
            geometry.Settings,
            initialiser,
            plan.Normalisation == Normalisation.None ? _activation : Activation.Identity,
            hasBias: plan.Normalisation != Normalisation.Batch);
        _normalisation = NormalisationLayer<T>.Of(parameters, name + ".normalisation", outputs, plan);
        _blocks = ResidualBlock<T>.Run(parameters, name + ".blocks", plan, outputs, initialiser);
        _dropout = plan.Dropout;
        _dropoutName = name + ".dropout";
    }

    /// <summary>The features, half as high and as wide.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass)
    {
        var features = _convolution.Forward(input, pass);
        if (_normalisation is not null)
            features = pass.Tape.Activate(_normalisation.Forward(features, pass), _activation);
        if (pass.Training && _dropout > 0)
            features = pass.Tape.Dropout(features, _dropout, pass.Rng.Fork(_dropoutName));
        foreach (var block in _blocks)
            features = block.Forward(features, pass);
        return features;
    }
}
