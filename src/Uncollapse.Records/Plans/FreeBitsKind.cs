namespace Uncollapse.Records.Plans;

/// <summary>Which rate is not charged for below the floor: three variants of free bits, which give different codes.</summary>
public enum FreeBitsKind
{
    /// <summary>A unit's rate, the mean over the batch: sum_j max(floor, 1/N sum_n KL_nj) (Kingma et al. 2016).</summary>
    Unit,

    /// <summary>A unit's rate of one example: 1/N sum_n sum_j max(floor, KL_nj).</summary>
    ExampleUnit,

    /// <summary>The rate of one example's whole code: 1/N sum_n max(floor, sum_j KL_nj), the KL threshold of Li et al. 2019.</summary>
    Code,
}
