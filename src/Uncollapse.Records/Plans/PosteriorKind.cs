namespace Uncollapse.Records.Plans;

/// <summary>The family of the approximate posterior q(z|x).</summary>
public enum PosteriorKind
{
    /// <summary>A Gaussian with independent units.</summary>
    Diagonal,

    /// <summary>A Gaussian with a full covariance, by its Cholesky factor.</summary>
    Full,

    /// <summary>Von Mises-Fisher on the unit sphere with a fixed or learned concentration (Davidson et al. 2018; Xu and Durrett 2018).</summary>
    VonMisesFisher,
}
