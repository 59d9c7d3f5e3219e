using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Batch or layer normalisation with a learned scale (from 1) and shift (from 0).</summary>
public sealed class NormalisationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _scale;
    private readonly Tensor<T> _shift;
    private readonly Tensor<T>? _runningMean;
    private readonly Tensor<T>? _runningVariance;

    /// <summary>Builds the layer with parameters <c>name.scale</c> and <c>name.shift</c>, and for batch normalisation the state
    /// <c>name.running_mean</c> (from 0) and <c>name.running_variance</c> (from 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none.</exception>
    public NormalisationLayer(ParameterSet<T> parameters, string name, int features, Normalisation kind)
    {
        if (kind == Normalisation.None)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "a normalisation is needed");

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
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => _runningMean is null
        ? pass.Tape.LayerNorm(input, _scale, _shift)
        : pass.Tape.BatchNorm(input, _scale, _shift, _runningMean, _runningVariance!, pass.Training);
}
