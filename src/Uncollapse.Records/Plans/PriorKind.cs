namespace Uncollapse.Records.Plans;

/// <summary>The distribution p(z).</summary>
public enum PriorKind
{
    /// <summary>N(0, I). For a von Mises-Fisher posterior: uniform on the sphere.</summary>
    Normal,

    /// <summary>A learned mixture of diagonal Gaussians.</summary>
    Mixture,

    /// <summary>The mixture of the posteriors of learned pseudo-inputs (VampPrior, Tomczak and Welling 2018).</summary>
    Vamp,
}
