using System.Numerics;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Layers;

/// <summary>Which of the past is seen in training (word dropout, Bowman et al. 2016).</summary>
internal static class ContextMask
{
    /// <summary>Zero with a probability, else one: what is seen is not scaled up, as it is data, not a feature.</summary>
    /// <param name="rng">The walk's key.</param>
    /// <param name="dropout">The probability that an element is hidden.</param>
    /// <param name="mask">Overwritten.</param>
    public static void Fill<T>(Rng rng, double dropout, Span<T> mask)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NoiseOp.FillUniform(rng.Fork("decoder.context_dropout"), mask);
        var threshold = T.CreateChecked(dropout);
        foreach (ref var value in mask)
            value = value < threshold ? T.Zero : T.One;
    }
}
