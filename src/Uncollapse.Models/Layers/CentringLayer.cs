using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Batch normalisation to a given standard deviation, and to mean 0 or a learned shift.</summary>
/// <remarks>
/// On the means of a code (batch-norm-code, Zhu et al. 2020) it makes E KL >= 1/2 sum (scale^2 + shift^2) and forbids a constant:
/// whatever the encoder says, its means differ between examples. Only without the shift, which the paper learns, are they centred. In evaluation the running statistics take the batch's place.
/// </remarks>
public sealed class CentringLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _scale;
    private readonly Tensor<T>? _shift;
    private readonly Tensor<T> _runningMean;
    private readonly Tensor<T> _runningVariance;

    /// <summary>Builds the layer with the state <c>name.running_mean</c> (from 0) and <c>name.running_variance</c> (from 1), and where it is learned
    /// the parameter <c>name.shift</c> (from 0).</summary>
    /// <param name="parameters">Where the state is added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="features">Columns.</param>
    /// <param name="scale">The standard deviation, above 0.</param>
    /// <param name="learnsShift">Whether the mean is learned; else it is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0.</exception>
    public CentringLayer(ParameterSet<T> parameters, string name, int features, double scale, bool learnsShift = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var shape = new Shape(features);
        _scale = parameters.AddConstant(shape);
        _scale.Data.Fill(T.CreateChecked(scale));
        _shift = learnsShift ? parameters.AddTrained(name + ".shift", shape) : null;
        _runningMean = parameters.AddState(name + ".running_mean", shape);
        _runningVariance = parameters.AddState(name + ".running_variance", shape);
        _runningVariance.Data.Fill(T.One);
    }

    /// <summary>The centred features. A training batch of one example, which has no variance, is taken as in evaluation.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) =>
        pass.Tape.BatchNorm(input, _scale, _shift, _runningMean, _runningVariance, pass.Training && input.Rows > 1);
}
