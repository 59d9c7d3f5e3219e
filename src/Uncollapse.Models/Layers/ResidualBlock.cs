using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Activation = Uncollapse.Tensors.Kernels.Activation;

namespace Uncollapse.Models.Layers;

/// <summary>y = x + conv(f(norm(conv(f(norm(x)))))) with filters of 3 by 3 (He et al. 2016, pre-activation); x passes a filter of 1 by 1 where the channels
/// change.</summary>
public sealed class ResidualBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Side = 3;
    private readonly NormalisationLayer<T>? _firstNormalisation;
    private readonly NormalisationLayer<T>? _secondNormalisation;
    private readonly ConvolutionLayer<T> _first;
    private readonly ConvolutionLayer<T> _second;
    private readonly ConvolutionLayer<T>? _shortcut;
    private readonly Activation _activation;
    private readonly double _dropout;
    private readonly string _dropoutName;

    /// <summary>Builds the block with parameters <c>name.first.*</c>, <c>name.second.*</c> and <c>name.shortcut.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The block's path.</param>
    /// <param name="plan">Activation, normalisation and dropout (before the second convolution).</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public ResidualBlock(ParameterSet<T> parameters, string name, NetworkPlan plan, int inputs, int outputs, Initialiser initialiser)
    {
        var same = ConvolutionSettings.Same(Side, Side);
        _activation = Activations.ToKernel(plan.Activation);
        _firstNormalisation = NormalisationLayer<T>.Of(parameters, name + ".first.normalisation", inputs, plan);
        _first = new ConvolutionLayer<T>(
            parameters,
            name + ".first",
            (Side, Side),
            inputs,
            outputs,
            same,
            initialiser,
            plan.Normalisation == Normalisation.None ? _activation : Activation.Identity,
            hasBias: plan.Normalisation != Normalisation.Batch);
        _secondNormalisation = NormalisationLayer<T>.Of(parameters, name + ".second.normalisation", outputs, plan);
        _second = new ConvolutionLayer<T>(parameters, name + ".second", (Side, Side), outputs, outputs, same, initialiser);
        _shortcut = inputs == outputs ? null : new ConvolutionLayer<T>(parameters, name + ".shortcut", (1, 1), inputs, outputs, default, initialiser);
        _dropout = plan.Dropout;
        _dropoutName = name + ".dropout";
    }

    /// <summary>y of x.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass)
    {
        var inner = pass.Tape.Activate(_firstNormalisation is null ? input : _firstNormalisation.Forward(input, pass), _activation);
        inner = _first.Forward(inner, pass);
        if (_secondNormalisation is not null)
            inner = pass.Tape.Activate(_secondNormalisation.Forward(inner, pass), _activation);
        if (pass.Training && _dropout > 0)
            inner = pass.Tape.Dropout(inner, _dropout, pass.Rng.Fork(_dropoutName));
        return pass.Tape.Add(_shortcut is null ? input : _shortcut.Forward(input, pass), _second.Forward(inner, pass));
    }

    /// <summary>A run of blocks that keep the channels, named <c>name.0</c>, <c>name.1</c> and so on.</summary>
    internal static ResidualBlock<T>[] Run(ParameterSet<T> parameters, string name, NetworkPlan plan, int channels, Initialiser initialiser) =>
        [.. Enumerable.Range(0, plan.Blocks).Select(i => new ResidualBlock<T>(parameters, FormattableString.Invariant($"{name}.{i}"), plan, channels, channels, initialiser))];
}
