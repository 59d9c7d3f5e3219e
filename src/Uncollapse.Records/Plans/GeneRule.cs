namespace Uncollapse.Records.Plans;

/// <summary>How highly variable genes are found, from counts of the training cells.</summary>
public enum GeneRule
{
    /// <summary>The variance of counts standardised by a curve of variance against mean, clipped (Seurat version 3; Stuart et al. 2019).</summary>
    SeuratV3,

    /// <summary>The variance of analytic Pearson residuals of a negative binomial with theta 100 (Lause et al. 2021).</summary>
    Pearson,
}
