using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>Where a Gaussian likelihood gets its variance sigma^2 from.</summary>
public abstract class VarianceModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the decoder makes log sigma^2 as a second head.</summary>
    public virtual bool IsPredicted => false;

    /// <summary>Whether a density has one variance for all outputs and examples.</summary>
    public virtual bool IsShared => false;

    /// <summary>Sets the bias of the head that predicts log sigma^2, where there is one.</summary>
    public virtual void StartBias(Span<T> bias)
    {
    }

    /// <summary>log sigma^2 for the log-likelihood of a batch: one value, one an output, or [rows, outputs].</summary>
    /// <param name="parameters">What the decoder said.</param>
    /// <param name="target">x, [rows, outputs].</param>
    /// <param name="pass">The walk.</param>
    public abstract Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass);

    /// <summary>log sigma^2 where there is no x to look at, as when samples are drawn: one value, one an output, or [rows, outputs].</summary>
    /// <param name="parameters">What the decoder said.</param>
    public abstract ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters);
}
