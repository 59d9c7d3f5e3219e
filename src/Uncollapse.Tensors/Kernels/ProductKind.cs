namespace Uncollapse.Tensors.Kernels;

/// <summary>How the operands of C[m,n] = A B are stored (row-major).</summary>
public enum ProductKind
{
    /// <summary>A[m,k], B[k,n].</summary>
    Plain,

    /// <summary>A[m,k], B stored as [n,k]: C = A B^T.</summary>
    RightTransposed,

    /// <summary>A stored as [k,m], B[k,n]: C = A^T B.</summary>
    LeftTransposed,
}
