using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Likelihoods;

/// <summary>
/// The variance that maximises the likelihood of the batch, its mean squared error (Rybkin et al. 2021): log sigma = -6 + softplus(log sqrt(mean squared error) + 6), the error
/// taken over all outputs, over each output, or over each example. Gradients flow through it.
/// </summary>
/// <remarks>That is training. A density must not depend on the other examples of an evaluation batch, nor on x, so there sigma^2 comes from a
/// running mean of the training batches' errors: the plain mean of the first hundred, then weighted 0.01 for the newest; one value, or one an output. It is the
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
    private readonly T[] _logVariance;

    /// <summary>Builds the state.</summary>
    /// <param name="parameters">Where it is added.</param>
    /// <param name="start">sigma^2 before any batch was seen.</param>
    /// <param name="optimum">Over what the error is taken.</param>
    /// <param name="outputs">Outputs of an example.</param>
    public OptimalVariance(ParameterSet<T> parameters, double start, VarianceOptimum optimum = VarianceOptimum.Shared, int outputs = 1)
    {
        Optimum = optimum;
        _error = parameters.AddState("likelihood.mean_squared_error", optimum == VarianceOptimum.PerOutput ? new Shape(outputs) : Shape.Scalar);
        _error.Data.Fill(T.CreateChecked(start));
        _batches = parameters.AddState("likelihood.batches_seen", Shape.Scalar);
        _logVariance = new T[_error.Length];
    }

    /// <summary>Over what the error is taken.</summary>
    public VarianceOptimum Optimum { get; }

    /// <inheritdoc/>
    public override bool IsShared => Optimum != VarianceOptimum.PerOutput;

    /// <inheritdoc/>
    public override Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass)
    {
        var tape = pass.Tape;
        if (!pass.Training)
        {
            var constant = tape.Constant(_error.Shape);
            LogVariance(parameters).CopyTo(constant.Data);
            return constant;
        }

        var error = Error(parameters.Location, target, tape);
        var weight = T.CreateChecked(Math.Max(1 / (double.CreateChecked(_batches.Item) + 1), LeastWeight));
        if (Optimum == VarianceOptimum.PerExample)
            Follow(_error.Data, T.CreateChecked(KernelTable<T>.Current.Sum(error.Data) / error.Length), weight);
        for (int d = 0; Optimum != VarianceOptimum.PerExample && d < error.Length; d++)
            Follow(_error.Data[d..], error.Data[d], weight);
        _batches.Data[0] += T.One;
        var logDeviation = tape.Affine(tape.Log(tape.Affine(error, 1, TinyVariance)), 0.5);
        var logVariance = tape.Affine(tape.SoftFloor(logDeviation, LogDeviationFloor), 2);
        return Optimum == VarianceOptimum.PerExample
            ? tape.View(tape.RepeatRows(tape.View(logVariance, new Shape(target.Rows, 1)), target.Columns), target.Shape)
            : logVariance;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters)
    {
        for (int d = 0; d < _logVariance.Length; d++)
        {
            double logDeviation = 0.5 * Math.Log(double.CreateChecked(_error.Data[d]) + TinyVariance);
            double above = logDeviation - LogDeviationFloor;
            _logVariance[d] = T.CreateChecked(2 * (LogDeviationFloor + Math.Max(above, 0) + double.LogP1(Math.Exp(-Math.Abs(above)))));
        }

        return _logVariance;
    }

    private static void Follow(Span<T> running, T newest, T weight) => running[0] += weight * (newest - running[0]);

    /// <summary>The mean squared error of the batch: a scalar, one an output, or one an example.</summary>
    private Tensor<T> Error(Tensor<T> mean, Tensor<T> target, Tape<T> tape)
    {
        if (Optimum == VarianceOptimum.Shared)
            return tape.MeanSquaredError(mean, target);

        var difference = tape.Subtract(mean, target);
        var square = tape.Multiply(difference, difference);
        return Optimum == VarianceOptimum.PerOutput ? tape.ColumnMean(square) : tape.Affine(tape.RowSum(square), 1.0 / target.Columns);
    }
}
