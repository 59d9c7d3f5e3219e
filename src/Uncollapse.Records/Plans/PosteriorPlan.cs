namespace Uncollapse.Records.Plans;

/// <summary>The approximate posterior q(z|x).</summary>
public sealed record PosteriorPlan
{
    /// <summary>The family.</summary>
    public PosteriorKind Kind { get; init; } = PosteriorKind.Diagonal;

    /// <summary>Von Mises-Fisher only: the concentration kappa, above 0; null: predicted for each example.</summary>
    public double? Concentration { get; init; }

    /// <summary>
    /// Diagonal only: the standard deviation that batch normalisation gives every unit's means over the data, without a shift (Zhu et al. 2020); null:
    /// the means are as the encoder says.
    /// </summary>
    public double? CentredScale { get; init; }

    /// <summary>With <see cref="CentredScale"/>: whether each unit's means get a learned shift, so that E KL >= 1/2 sum (scale^2 + shift^2) (batch-norm-code).</summary>
    public bool LearnedShift { get; init; }

    /// <summary>
    /// Diagonal only: the rate, nats, below which no unit of any example falls, because no such posterior can be said (delta-code, Razavi et al. 2019); above 0;
    /// null: none.
    /// </summary>
    public double? CommittedRate { get; init; }

    /// <summary>
    /// Diagonal only: of the latent units, how many form an upper level z2 of a two-level ladder, p(z2) p(z1|z2) (Sonderby et al. 2016); 0: one level.
    /// </summary>
    public int UpperUnits { get; init; }
}
