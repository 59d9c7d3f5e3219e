using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Encoders;

/// <summary>Stages of convolutions that halve the image, then dense layers over what is left of it and the condition.</summary>
/// <remarks>A dense layer has no channels to group: where the plan normalises by groups, the dense layers are normalised as a whole.</remarks>
public sealed class ConvolutionalEncoder<T> : Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HalvingStage<T>[] _stages;
    private readonly Mlp<T> _dense;
    private readonly int _height, _width, _channels;
    private readonly bool _hasSkips;

    /// <summary>Builds the encoder and its parameters: <c>encoder.stages.0.*</c> and so on, <c>encoder.0.*</c> and so on for the dense layers.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Stages and dense layers.</param>
    /// <param name="statistics">The images' shape and the length of the condition.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="hasSkips">Whether <see cref="Features{T}.Skips"/> are the stages' features, from the example's side.</param>
    /// <exception cref="PlanException">The data are no images.</exception>
    public ConvolutionalEncoder(ParameterSet<T> parameters, NetworkPlan plan, DataStatistics statistics, Initialiser initialiser, bool hasSkips = false)
    {
        (_height, _width, _channels, _hasSkips) = (statistics.Height, statistics.Width, statistics.Channels, hasSkips);
        var geometry = StageGeometry.Of("model.encoder", plan, statistics);
        _stages = new HalvingStage<T>[geometry.Length];
        int channels = statistics.Channels;
        for (int i = 0; i < geometry.Length; i++)
        {
            _stages[i] = new HalvingStage<T>(
                parameters, FormattableString.Invariant($"encoder.stages.{i}"), plan, geometry[i], channels, plan.Channels[i], initialiser);
            channels = plan.Channels[i];
        }

        int features = (geometry[^1].HalfHeight * geometry[^1].HalfWidth * channels) + statistics.ConditionCount;
        _dense = new Mlp<T>(parameters, "encoder", NormalisationLayer<T>.Dense(plan), features, initialiser);
    }

    /// <inheritdoc/>
    public override int FeatureCount => _dense.Outputs;

    /// <inheritdoc/>
    public override Features<T> Forward(Tensor<T> examples, Tensor<T>? condition, in Pass<T> pass)
    {
        if (examples.Columns != _height * _width * _channels)
            throw new ShapeException("convolutional encoder", $"expected rows of {_height * _width * _channels} values, found {examples.Shape}");

        var features = pass.Tape.Reshape(examples, new Shape(examples.Rows, _height, _width, _channels));
        var skips = _hasSkips ? new Tensor<T>[_stages.Length] : null;
        for (int i = 0; i < _stages.Length; i++)
        {
            features = _stages[i].Forward(features, pass);
            if (skips is not null)
                skips[i] = features;
        }

        features = pass.Tape.Flatten(features);
        return new Features<T>(_dense.Forward(condition is null ? features : pass.Tape.ConcatColumns(features, condition), pass), skips);
    }
}
