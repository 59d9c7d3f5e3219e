namespace Uncollapse.Tensors.Kernels;

/// <summary>A function of one element. The sigmoid-like ones are in <see cref="Activation"/>.</summary>
public enum UnaryFunction
{
    /// <summary>-x.</summary>
    Negate,

    /// <summary>|x|.</summary>
    Absolute,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>e^x - 1, accurate near 0.</summary>
    ExpMinusOne,

    /// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
    Log,

    /// <summary>The square root; NaN below 0.</summary>
    Sqrt,

    /// <summary>x squared.</summary>
    Square,

    /// <summary>1 / x.</summary>
    Reciprocal,
}
