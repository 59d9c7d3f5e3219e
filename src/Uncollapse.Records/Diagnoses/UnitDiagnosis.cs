namespace Uncollapse.Records.Diagnoses;

/// <summary>What one latent unit carries (nats).</summary>
public sealed record UnitDiagnosis
{
    /// <summary>The unit's index from 0.</summary>
    public required int Index { get; init; }

    /// <summary>R_j, the mean KL of the unit's posterior from the prior.</summary>
    public required double Rate { get; init; }

    /// <summary>I(X; Z_j) = R_j - KL(q(z_j)||p(z_j)).</summary>
    public required double MutualInformation { get; init; }

    /// <summary>A_j, the unbiased variance over examples of the posterior's mean.</summary>
    public required double MeanVariance { get; init; }

    /// <summary>The 95 % bootstrap interval of <see cref="MeanVariance"/>.</summary>
    public IReadOnlyList<double>? MeanVarianceCi95 { get; init; }

    /// <summary>The mean over examples of the posterior's variance.</summary>
    public required double AverageVariance { get; init; }

    /// <summary>Whether A_j is at least the threshold of Burda et al. 2016.</summary>
    public required bool Active { get; init; }

    /// <summary>The share of examples whose KL in this unit is below epsilon.</summary>
    public required double CollapsedShare { get; init; }

    /// <summary>Whether the unit is (epsilon, delta)-collapsed (Lucas et al. 2019).</summary>
    public required bool Collapsed { get; init; }

    /// <summary>The unit's status.</summary>
    public required UnitStatus Status { get; init; }
}
