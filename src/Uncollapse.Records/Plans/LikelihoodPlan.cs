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

    /// <summary>Discretised logistic only: the number of logistics in the mixture, at least 1.</summary>
    public int Logistics { get; init; } = 10;

    /// <summary>Discrete families: what the logits are divided by, above 0; above 1 it drowns the signal as a large variance does.</summary>
    public double Temperature { get; init; } = 1;
}
