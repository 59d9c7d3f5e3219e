namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A number known when code is compiled.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}
