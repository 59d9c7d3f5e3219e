namespace Uncollapse.Records.Plans;

/// <summary>Over what the mean squared error is taken that is a Gaussian's optimal variance (Rybkin et al. 2021).</summary>
public enum VarianceOptimum
{
    /// <summary>All outputs of the batch: one variance.</summary>
    Shared,

    /// <summary>Each output over the batch: one variance an output.</summary>
    PerOutput,

    /// <summary>
    /// The outputs of each example: one variance an example, in training alone. Where a density is asked for it is one value for all, the mean of the training
    /// batches' errors: a variance that has seen x makes no density of x.
    /// </summary>
    PerExample,
}
