namespace Uncollapse.Records.Plans;

/// <summary>The bound and its weights.</summary>
public sealed record ObjectivePlan
{
    /// <summary>Which bound.</summary>
    public BoundKind Bound { get; init; } = BoundKind.Elbo;

    /// <summary>The number K of codes drawn per example, at least 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The weight of the KL term, at least 0; with <see cref="BoundKind.Iwae"/> it must be 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>The KL weight grows linearly from 0 to <see cref="Beta"/> over this many epochs (fractions allowed); 0: no warm-up.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>
    /// The rate of a unit, nats, that the objective does not charge for: sum_j max(free_bits, mean_n KL_nj) over the batch (Kingma et al. 2016, per unit
    /// on the batch mean). A unit below it feels no pull to the prior. At least 0; 0: none. The bound is reported without it.
    /// </summary>
    public double FreeBits { get; init; }

    /// <summary>The least squared length per squared step of the code, |f(z + e u) - f(z)|^2 / e^2 for the decoder's first head f, that is not charged for; above 0; null:
    /// nothing is.</summary>
    public double? JacobianFloor { get; init; }

    /// <summary>What a shortfall below <see cref="JacobianFloor"/> costs, nats a unit of it, above 0.</summary>
    public double JacobianWeight { get; init; } = 1;

    /// <summary>How the reconstruction is reduced over outputs.</summary>
    public Reduction Reduction { get; init; } = Reduction.Sum;

    /// <summary>What the KL weighs against the reconstruction summed over the outputs: <see cref="Beta"/>, times the outputs where the reconstruction is averaged.</summary>
    /// <param name="outputs">Outputs of an example.</param>
    public double EffectiveBeta(int outputs) => Reduction == Reduction.Mean ? Beta * outputs : Beta;
}
