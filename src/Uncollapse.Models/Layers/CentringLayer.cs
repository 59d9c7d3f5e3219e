using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Batch normalisation to mean 0 and a given standard deviation, nothing of it learned.</summary>
/// <remarks>
/// On the means of a code (batch-norm-code, Zhu et al. 2020, without its learned shift) it makes E KL >= 1/2 units scale^2 and forbids a constant:
/// whatever the encoder says, its means differ between examples. In evaluation the running statistics take the batch's place.
/// </remarks>
public sealed class CentringLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _scale;
    private readonly Tensor<T> _runningMean;
    private readonly Tensor<T> _runningVariance;

    /// <summary>Builds the layer with the state <c>name.running_mean</c> (from 0) and <c>name.running_variance</c> (from 1).</summary>
    /// <param name="parameters">Where the state is added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="features">Columns.</param>
    /// <param name="scale">The standard deviation, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0.</exception>
    public CentringLayer(ParameterSet<T> parameters, string name, int features, double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var shape = new Shape(features);
        _scale = parameters.AddConstant(shape);
        _scale.Data.Fill(T.CreateChecked(scale));
        _runningMean = parameters.AddState(name + ".running_mean", shape);
        _runningVariance = parameters.AddState(name + ".running_variance", shape);
        _runningVariance.Data.Fill(T.One);
    }

    /// <summary>The centred features. A training batch of one example, which has no variance, is taken as in evaluation.</summary>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass) =>
        pass.Tape.BatchNorm(input, _scale, null, _runningMean, _runningVariance, pass.Training && input.Rows > 1);
}
