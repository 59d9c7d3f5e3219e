namespace Uncollapse.Records.Plans;

/// <summary>The nonlinearity after a hidden layer.</summary>
public enum Activation
{
    /// <summary>x: a linear network.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>tanh(x).</summary>
    Tanh,

    /// <summary>x for x &gt; 0, else exp(x) - 1.</summary>
    Elu,

    /// <summary>x Phi(x), Phi the normal distribution function (the exact form).</summary>
    Gelu,

    /// <summary>x sigmoid(x).</summary>
    Silu,

    /// <summary>x for x &gt; 0, else 0.01 x.</summary>
    LeakyRelu,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,
}
