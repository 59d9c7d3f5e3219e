using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Likelihoods;

/// <summary>
/// The variance that maximises the likelihood of the batch, its mean squared error (Rybkin et al. 2021), shared by all outputs:
/// log sigma = -6 + softplus(log sqrt(mean squared error) + 6). Gradients flow through it.
/// </summary>
/// <remarks>That is training. A density must not depend on the other examples of an evaluation batch, so there sigma^2 comes from a
/// running mean of the training batches' errors: the plain mean of the first hundred, then weighted 0.01 for the newest. It is the
/// state <c>likelihood.mean_squared_error</c> and <c>likelihood.batches_seen</c>.</remarks>
public sealed class OptimalVariance<T> : VarianceModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The soft lower bound of log sigma.</summary>
    public const double LogDeviationFloor = -6;

    private const double LeastWeight = 0.01;

    /// <summary>Added to the error, so that an error of exactly zero has a logarithm.</summary>
    private const double TinyVariance = 1e-30;

    private readonly Tensor<T> _error;
    private readonly Tensor<T> _batches;
    private readonly T[] _logVariance = new T[1];

    /// <summary>Builds the state.</summary>
    /// <param name="parameters">Where it is added.</param>
    /// <param name="start">sigma^2 before any batch was seen.</param>
    public OptimalVariance(ParameterSet<T> parameters, double start)
    {
        _error = parameters.AddState("likelihood.mean_squared_error", Shape.Scalar);
        _error.Data[0] = T.CreateChecked(start);
        _batches = parameters.AddState("likelihood.batches_seen", Shape.Scalar);
    }

    /// <inheritdoc/>
    public override Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass)
    {
        var tape = pass.Tape;
        if (!pass.Training)
        {
            var constant = tape.Constant(Shape.Scalar);
            constant.Data[0] = LogVariance(parameters)[0];
            return constant;
        }

        var error = tape.MeanSquaredError(parameters.Location, target);
        var weight = T.CreateChecked(Math.Max(1 / (double.CreateChecked(_batches.Item) + 1), LeastWeight));
        _error.Data[0] += weight * (error.Item - _error.Item);
        _batches.Data[0] += T.One;
        var logDeviation = tape.Affine(tape.Log(tape.Affine(error, 1, TinyVariance)), 0.5);
        return tape.Affine(tape.SoftFloor(logDeviation, LogDeviationFloor), 2);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters)
    {
        double logDeviation = 0.5 * Math.Log(double.CreateChecked(_error.Item) + TinyVariance);
        double above = logDeviation - LogDeviationFloor;
        _logVariance[0] = T.CreateChecked(2 * (LogDeviationFloor + Math.Max(above, 0) + double.LogP1(Math.Exp(-Math.Abs(above)))));
        return _logVariance;
    }
}
