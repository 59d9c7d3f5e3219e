namespace Uncollapse.Tensors.Kernels;

/// <summary>An elementwise nonlinearity of a layer, y = f(x).</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    Identity,

    /// <summary>y = max(0, x); the derivative at 0 is 0.</summary>
    Relu,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = x for x &gt; 0, otherwise e^x - 1.</summary>
    Elu,

    /// <summary>y = x Phi(x) with the exact normal distribution function, not its tanh approximation.</summary>
    Gelu,

    /// <summary>y = x sigmoid(x).</summary>
    Silu,

    /// <summary>y = x for x &gt; 0, otherwise 0.01 x.</summary>
    LeakyRelu,

    /// <summary>y = log(1 + e^x).</summary>
    Softplus,

    /// <summary>y = 1 / (1 + e^-x).</summary>
    Sigmoid,
}
