using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Layers;

/// <summary>Drop-skip: in training an example loses all of its skips with a probability, so that the decoder must be able to do without.</summary>
/// <remarks>Kept skips are not scaled up: an example either has its skips, as in evaluation, or has none.</remarks>
internal static class SkipDropout
{
    /// <summary>The skips, zero where an example lost them.</summary>
    /// <param name="skips">One tensor a skip, each of as many rows.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="rng">Decides who loses them.</param>
    /// <param name="tape">The tape.</param>
    public static IReadOnlyList<Tensor<T>> Apply<T>(IReadOnlyList<Tensor<T>> skips, double probability, Rng rng, Tape<T> tape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int examples = skips[0].Shape[0];
        Span<float> draws = examples <= 1024 ? stackalloc float[examples] : new float[examples];
        rng.FillUniform(draws);
        var result = new Tensor<T>[skips.Count];
        for (int s = 0; s < result.Length; s++)
        {
            var mask = tape.Constant(skips[s].Shape);
            int values = mask.Length / examples;
            for (int n = 0; n < examples; n++)
                mask.Data.Slice(n * values, values).Fill(draws[n] < probability ? T.Zero : T.One);
            result[s] = tape.Multiply(skips[s], mask);
        }

        return result;
    }
}
