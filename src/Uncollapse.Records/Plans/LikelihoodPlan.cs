namespace Uncollapse.Records.Plans;

/// <summary>The likelihood p(x|z).</summary>
public sealed record LikelihoodPlan
{
    /// <summary>The family.</summary>
    public LikelihoodKind Kind { get; init; } = LikelihoodKind.Bernoulli;

    /// <summary>Gaussian only: where the variance comes from.</summary>
    public VarianceKind Variance { get; init; } = VarianceKind.Fixed;

    /// <summary>Gaussian only: the variance, fixed or where learning starts, and its upper bound where it is bounded; above 0.</summary>
    public double Sigma2 { get; init; } = 1;

    /// <summary>An optimal variance only: over what it is taken.</summary>
    public VarianceOptimum Optimum { get; init; }

    /// <summary>Discretised logistic only: the number of logistics in the mixture, at least 1.</summary>
    public int Logistics { get; init; } = 10;

    /// <summary>Discrete families: what the logits are divided by, above 0; above 1 it drowns the signal as a large variance does.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Poisson and negative binomials only: where an example's expected sum comes from.</summary>
    public LibraryKind Library { get; init; } = LibraryKind.Observed;

    /// <summary>Negative binomials only: how many dispersions there are.</summary>
    public DispersionKind Dispersion { get; init; } = DispersionKind.Gene;

    /// <summary>Negative binomials, Dirichlet-multinomial: the dispersion, fixed or where learning starts; above 0. Large: Poisson, multinomial.</summary>
    public double Theta { get; init; } = 1;

    /// <summary>Negative binomials, Dirichlet-multinomial: whether the dispersion stays where it is.</summary>
    public bool FixedTheta { get; init; }

    /// <summary>
    /// Zero-inflated negative binomial only: the probability of a zero beside its own, fixed, in (0, 1); null: the decoder says it for each output and example. A high one makes most zeros
    /// tell nothing.
    /// </summary>
    public double? ZeroInflation { get; init; }

    /// <summary>Whether it is of counts.</summary>
    public bool IsCount => Kind is LikelihoodKind.Poisson or LikelihoodKind.Multinomial || HasTheta;

    /// <summary>Whether it has a dispersion.</summary>
    public bool HasTheta => IsNegativeBinomial || Kind == LikelihoodKind.DirichletMultinomial;

    /// <summary>Whether it is a negative binomial, zero-inflated or not.</summary>
    public bool IsNegativeBinomial => Kind is LikelihoodKind.NegativeBinomial or LikelihoodKind.ZeroInflatedNegativeBinomial;

    /// <summary>Whether an example's expected sum is no fact of it but a parameter.</summary>
    public bool HasLibrary => Kind == LikelihoodKind.Poisson || IsNegativeBinomial;

    /// <summary>Whether one more latent unit holds the library.</summary>
    public bool HasLatentLibrary => HasLibrary && Library == LibraryKind.Latent;
}
