namespace Uncollapse.Tensors.Kernels;

/// <summary>How many log-variances a Gaussian likelihood over [rows, columns] has.</summary>
public enum VarianceShape
{
    /// <summary>One for all elements.</summary>
    Scalar,

    /// <summary>One a column.</summary>
    PerColumn,

    /// <summary>One an element.</summary>
    Full,
}
