namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A run of a sum: where A's elements for it begin, and how long it is.</summary>
internal readonly struct Segment(nint offset, nint depth)
{
    /// <summary>Elements from A's start.</summary>
    internal readonly nint Offset = offset;

    /// <summary>Terms of the sum.</summary>
    internal readonly nint Depth = depth;
}
