namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The results of a convolution that the same taps make: see <see cref="TapAxis"/>.</summary>
internal unsafe struct TapPhase
{
    /// <summary>The phase along each axis.</summary>
    internal int Y, X;

    /// <summary>The taps (row times width plus column), in the order of their places in the source.</summary>
    internal int* Taps;

    /// <summary>How many taps.</summary>
    internal int Count;

    /// <summary>The sum's runs through the source.</summary>
    internal Segment* Segments, SegmentsEnd;

    /// <summary>Where the phase's filters begin among the packed.</summary>
    internal nint Packed;
}
