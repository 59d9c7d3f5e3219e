namespace Uncollapse.Records.Plans;

/// <summary>The likelihood p(x|z).</summary>
public sealed record LikelihoodPlan
{
    /// <summary>The family.</summary>
    public LikelihoodKind Kind { get; init; } = LikelihoodKind.Bernoulli;

    /// <summary>Gaussian only: where the variance comes from.</summary>
    public VarianceKind Variance { get; init; } = VarianceKind.Fixed;

    /// <summary>Gaussian only: the variance, fixed or where learning starts; above 0.</summary>
    public double Sigma2 { get; init; } = 1;
}
