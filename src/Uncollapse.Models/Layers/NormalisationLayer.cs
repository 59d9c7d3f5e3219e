using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Batch, layer or group normalisation with a learned scale (from 1) and shift (from 0).</summary>
/// <remarks>Of images, [examples, height, width, channels], features are channels: batch normalisation takes its statistics over examples and places, layer
/// normalisation over the channels of a place, group normalisation over the places and the channels of a group of an example.</remarks>
public sealed class NormalisationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _scale;
    private readonly Tensor<T> _shift;
    private readonly Tensor<T>? _runningMean;
    private readonly Tensor<T>? _runningVariance;
    private readonly int _groups;
    private readonly double _momentum;
    private readonly double _epsilon;

    /// <summary>Builds the layer with parameters <c>name.scale</c> and <c>name.shift</c>, and for batch normalisation the state
    /// <c>name.running_mean</c> (from 0) and <c>name.running_variance</c> (from 1).</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="features">Columns, or channels of images.</param>
    /// <param name="kind">What is normalised.</param>
    /// <param name="groups">Group normalisation: the number of groups, a divisor of the features.</param>
    /// <param name="momentum">Batch normalisation: the new batch's weight in the running statistics.</param>
    /// <param name="epsilon">Batch normalisation: what is added to the variance.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none, or the groups do not divide the features.</exception>
    public NormalisationLayer(
        ParameterSet<T> parameters, string name, int features, Normalisation kind, int groups = 1, double momentum = 0.1, double epsilon = 1e-5)
    {
        _momentum = momentum;
        _epsilon = epsilon;
        if (kind == Normalisation.None)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "a normalisation is needed");
        if (kind == Normalisation.Group && (groups < 1 || features % groups != 0))
            throw new ArgumentOutOfRangeException(nameof(groups), groups, $"a divisor of {features} features is needed");

        _groups = kind == Normalisation.Group ? groups : 0;

        var shape = new Shape(features);
        _scale = parameters.AddTrained(name + ".scale", shape);
        _scale.Data.Fill(T.One);
        _shift = parameters.AddTrained(name + ".shift", shape);
        if (kind != Normalisation.Batch)
            return;

        _runningMean = parameters.AddState(name + ".running_mean", shape);
        _runningVariance = parameters.AddState(name + ".running_variance", shape);
        _runningVariance.Data.Fill(T.One);
    }

    /// <summary>The normalised features.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass)
    {
        if (_groups > 0)
            return pass.Tape.GroupNorm(input, _groups, _scale, _shift);

        return _runningMean is null
            ? pass.Tape.LayerNorm(input, _scale, _shift)
            : pass.Tape.BatchNorm(input, _scale, _shift, _runningMean, _runningVariance!, pass.Training, _momentum, _epsilon);
    }

    /// <summary>The layer that a plan wants over images; null for none.</summary>
    internal static NormalisationLayer<T>? Of(ParameterSet<T> parameters, string name, int channels, NetworkPlan plan) =>
        plan.Normalisation == Normalisation.None ? null : new NormalisationLayer<T>(
            parameters, name, channels, plan.Normalisation, plan.Groups, plan.BatchNormMomentum, plan.BatchNormEpsilon);

    /// <summary>The plan for the dense layers of a convolutional network: they have no channels to group and are normalised as a whole.</summary>
    internal static NetworkPlan Dense(NetworkPlan plan) =>
        plan.Normalisation == Normalisation.Group ? plan with { Normalisation = Normalisation.Layer } : plan;
}
