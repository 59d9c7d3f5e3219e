using System.Numerics;
using Uncollapse.Models.Distributions;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>The distribution p(z) that codes are drawn from before any example is seen.</summary>
public abstract class Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>KL(q(z|x) || p(z)) of each example, in nats: in closed form where there is one, else estimated from the codes.</summary>
    /// <param name="posterior">q(z|x), [examples, units].</param>
    /// <param name="code">z ~ q, [examples x samples, units], the samples of an example in a row.</param>
    /// <param name="pass">The walk.</param>
    /// <returns>[examples].</returns>
    public abstract Tensor<T> Rate(in DiagonalGaussian<T> posterior, Tensor<T> code, in Pass<T> pass);

    /// <summary>log p(z) of each row, in nats.</summary>
    public abstract Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass);

    /// <summary>Draws codes.</summary>
    /// <param name="rng">The key.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="codes">[codes, units], overwritten.</param>
    public abstract void Sample(Rng rng, int units, Span<T> codes);
}
