namespace Uncollapse.Records.Plans;

/// <summary>The distribution p(x|z) of one example's outputs, independent given the decoder's parameters.</summary>
public enum LikelihoodKind
{
    /// <summary>Bernoulli from logits. For x in (0, 1) it is the cross-entropy, which is not a normalised density: use continuous-bernoulli.</summary>
    Bernoulli,

    /// <summary>Continuous Bernoulli on [0, 1] (Loaiza-Ganem &amp; Cunningham 2019).</summary>
    ContinuousBernoulli,

    /// <summary>Gaussian, with a variance as <see cref="VarianceKind"/> says.</summary>
    Gaussian,

    /// <summary>Categorical: over the vocabulary for text, over 256 levels of each value for images.</summary>
    Categorical,

    /// <summary>A mixture of logistics on 256 levels of each value (Salimans et al. 2017). Images only.</summary>
    DiscretisedLogistic,
}
