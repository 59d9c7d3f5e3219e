namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A function of up to three vectors, one element from the same place of each.</summary>
internal interface IMap<V>
{
    /// <summary>How many of the arguments it looks at.</summary>
    static abstract int Inputs { get; }

    V Invoke(V x, V y, V z);
}
