using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A hidden layer: linear, normalised, activated, dropped out.</summary>
public sealed class HiddenLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearLayer<T> _linear;
    private readonly NormalisationLayer<T>? _normalisation;
    private readonly Tensors.Kernels.Activation _activation;
    private readonly double _dropout;
    private readonly string _dropoutName;

    /// <summary>Builds the layer; its linear part has no bias before batch normalisation, which would take it away again.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="plan">Activation, normalisation and dropout.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public HiddenLayer(ParameterSet<T> parameters, string name, NetworkPlan plan, int inputs, int outputs, Initialiser initialiser)
    {
        bool normalised = plan.Normalisation != Normalisation.None;
        _activation = Activations.ToKernel(plan.Activation);
        _linear = new LinearLayer<T>(
            parameters,
            name,
            inputs,
            outputs,
            initialiser,
            normalised ? Tensors.Kernels.Activation.Identity : _activation,
            hasBias: plan.Normalisation != Normalisation.Batch);
        _normalisation = normalised ? new NormalisationLayer<T>(
            parameters, name + ".normalisation", outputs, plan.Normalisation, momentum: plan.BatchNormMomentum, epsilon: plan.BatchNormEpsilon) : null;
        _dropout = plan.Dropout;
        _dropoutName = name + ".dropout";
    }

    /// <summary>The layer's features.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) => Finish(_linear.Forward(input, pass), pass);

    /// <summary>The features of [log(1 + counts), condition].</summary>
    internal Tensor<T> ForwardCounts(Tensor<T> counts, Tensor<T>? condition, in Pass<T> pass) => Finish(_linear.ForwardCounts(counts, condition, pass), pass);

    private Tensor<T> Finish(Tensor<T> features, in Pass<T> pass)
    {
        if (_normalisation is not null)
            features = pass.Tape.Activate(_normalisation.Forward(features, pass), _activation);
        return pass.Training && _dropout > 0 ? pass.Tape.Dropout(features, _dropout, pass.Rng.Fork(_dropoutName)) : features;
    }
}
