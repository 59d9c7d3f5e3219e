namespace Uncollapse.Tensors.Kernels;

/// <summary>A function of two elements.</summary>
public enum BinaryFunction
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x - y.</summary>
    Subtract,

    /// <summary>x y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>The larger; NaN where either is.</summary>
    Maximum,

    /// <summary>The smaller; NaN where either is.</summary>
    Minimum,
}
