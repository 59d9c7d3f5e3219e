namespace Uncollapse.Tensors.Kernels;

/// <summary>A distribution of whole numbers x with shares rho = softmax(logits) of their outputs.</summary>
public enum CountFamily
{
    /// <summary>Poisson of mean s rho.</summary>
    Poisson,

    /// <summary>Negative binomial of mean mu = s rho and variance mu + mu^2 / theta.</summary>
    NegativeBinomial,

    /// <summary>Negative binomial, or 0 with probability sigmoid(zero logit).</summary>
    ZeroInflatedNegativeBinomial,

    /// <summary>Multinomial with the row's own total.</summary>
    Multinomial,

    /// <summary>Dirichlet-multinomial with the row's own total and concentrations theta rho, theta one number for all outputs.</summary>
    DirichletMultinomial,
}
