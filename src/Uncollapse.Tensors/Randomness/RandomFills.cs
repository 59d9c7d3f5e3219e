using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Randomness;

/// <summary>The loops behind <see cref="Rng"/>'s single-precision fills, in variants that all give the same bits.</summary>
/// <remarks>Element i of a chunk of 32 comes from word i / 16 of block i mod 16, so that a vector of any width up to 16 lanes works alike.</remarks>
internal abstract unsafe class RandomFills
{
    internal const int Chunk = 32;
    internal const float UniformUnit = 1f / (1 << 24);

    /// <summary>Every variant, the scalar one first.</summary>
    internal static IReadOnlyList<RandomFills> All { get; } =
        [new ScalarFills(), new VectorFills<Wide128<float>>(), new VectorFills<Wide256<float>>(), new VectorFills<Wide512<float>>()];

    internal static RandomFills Current { get; } = KernelVariants.Width switch { 0 => All[0], 128 => All[1], 256 => All[2], _ => All[3] };

    internal abstract void Uniform(ulong key, int length, float* to);

    internal abstract void Normal(ulong key, int length, float* to);

    /// <summary>1 with probability (value - shift) / divisor, otherwise 0.</summary>
    internal abstract void Bernoulli(ulong key, int length, float* values, float shift, float divisor, float* to);
}
