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

    /// <summary>Poisson counts of mean library times share, the shares a softmax over the outputs.</summary>
    Poisson,

    /// <summary>Negative binomial counts of that mean, with variance mean + mean^2 / theta.</summary>
    NegativeBinomial,

    /// <summary>The same, or 0 with a probability that the decoder says (Lopez et al. 2018).</summary>
    ZeroInflatedNegativeBinomial,

    /// <summary>Multinomial counts: the example's total shared out by the shares.</summary>
    Multinomial,

    /// <summary>Multinomial counts whose shares are Dirichlet about the decoder's, with concentrations theta times share.</summary>
    DirichletMultinomial,
}
