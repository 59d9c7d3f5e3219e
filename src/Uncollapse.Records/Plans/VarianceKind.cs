namespace Uncollapse.Records.Plans;

/// <summary>How a Gaussian likelihood gets its variance sigma^2.</summary>
public enum VarianceKind
{
    /// <summary>Fixed at <see cref="LikelihoodPlan.Sigma2"/>.</summary>
    Fixed,

    /// <summary>One learned variance for all outputs.</summary>
    Shared,

    /// <summary>One learned variance per output.</summary>
    PerOutput,

    /// <summary>Predicted by the decoder for each example and output.</summary>
    Predicted,

    /// <summary>The batch's mean squared error, its closed-form optimum (Rybkin et al. 2021), over what <see cref="LikelihoodPlan.Optimum"/> says.</summary>
    Optimal,

    /// <summary>One learned variance for all outputs that starts at <see cref="LikelihoodPlan.Sigma2"/> and never exceeds it.</summary>
    Bounded,
}
