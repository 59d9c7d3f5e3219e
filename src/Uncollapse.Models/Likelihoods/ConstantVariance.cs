using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>A variance that does not depend on the code: fixed, or one learned value, or one a learned value an output.</summary>
public sealed class ConstantVariance<T> : VarianceModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _logVariance;

    private ConstantVariance(Tensor<T> logVariance, double variance)
    {
        _logVariance = logVariance;
        _logVariance.Data.Fill(T.CreateChecked(Math.Log(variance)));
    }

    /// <inheritdoc/>
    public override bool IsShared => _logVariance.Length == 1;

    /// <summary>A fixed variance: the state <c>likelihood.log_variance</c>.</summary>
    public static ConstantVariance<T> Fixed(ParameterSet<T> parameters, double variance) =>
        new(parameters.AddState("likelihood.log_variance", Shape.Scalar), variance);

    /// <summary>A learned variance: the parameter <c>likelihood.log_variance</c>.</summary>
    /// <param name="parameters">Where it is added.</param>
    /// <param name="count">1, or the number of outputs.</param>
    /// <param name="variance">Where learning starts.</param>
    public static ConstantVariance<T> Learned(ParameterSet<T> parameters, int count, double variance) =>
        new(parameters.AddTrained("likelihood.log_variance", new Shape(count)), variance);

    /// <inheritdoc/>
    public override Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass) => _logVariance;

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters) => _logVariance.Data;
}
