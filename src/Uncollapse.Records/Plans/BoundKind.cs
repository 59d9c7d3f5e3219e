namespace Uncollapse.Records.Plans;

/// <summary>The lower bound of log p(x) that is maximised.</summary>
public enum BoundKind
{
    /// <summary>E_q[log p(x|z)] - beta KL(q(z|x)||p(z)), the expectation over <see cref="ObjectivePlan.Samples"/> codes.</summary>
    Elbo,

    /// <summary>log 1/K sum_k p(x,z_k)/q(z_k|x) (Burda et al. 2016), K = <see cref="ObjectivePlan.Samples"/>.</summary>
    Iwae,
}
