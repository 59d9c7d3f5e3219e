using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>
/// One learned variance that starts at a bound and never exceeds it, so that it cannot spiral upwards with the error: sigma^2 = min(e^rho, bound), rho the parameter
/// <c>likelihood.log_variance</c>.
/// </summary>
/// <remarks>rho is put back to the bound whenever it is read above it (projected gradient descent): there its gradient is as below, and it can leave at once.</remarks>
public sealed class BoundedVariance<T> : VarianceModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _logVariance;
    private readonly T _bound;

    /// <summary>Builds the parameter.</summary>
    /// <param name="parameters">Where it is added.</param>
    /// <param name="bound">The largest sigma^2, and the first.</param>
    public BoundedVariance(ParameterSet<T> parameters, double bound)
    {
        Bound = bound;
        _bound = T.CreateChecked(Math.Log(bound));
        _logVariance = parameters.AddTrained("likelihood.log_variance", new Shape(1));
        _logVariance.Data[0] = _bound;
    }

    /// <summary>The largest sigma^2.</summary>
    public double Bound { get; }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass)
    {
        Project();
        return _logVariance;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters)
    {
        Project();
        return _logVariance.Data;
    }

    private void Project() => _logVariance.Data[0] = T.Min(_logVariance.Data[0], _bound);
}
