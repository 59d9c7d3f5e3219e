namespace Uncollapse.Tensors.Kernels;

/// <summary>What the kernel of counts reads and writes; what a pass has no use for is null.</summary>
internal unsafe struct CountArguments<T>
    where T : unmanaged
{
    internal CountShape Shape;

    /// <summary>[rows, columns].</summary>
    internal T* Logits, Counts, ZeroLogits;

    /// <summary>[rows].</summary>
    internal T* LogSizes, RowWeights;

    /// <summary>As many as the shape says.</summary>
    internal T* LogTheta;

    /// <summary>[rows].</summary>
    internal T* LogLikelihood;

    /// <summary>The gradients, each as long as what it is by.</summary>
    internal T* LogitsGradient, LogSizesGradient, LogThetaGradient, ZeroLogitsGradient;
}
