using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Posteriors;

/// <summary>A family of distributions q(z|x): what an encoder's head must make, and what can be done with it.</summary>
public abstract class PosteriorFamily<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A family over codes of some units.</summary>
    /// <param name="units">Latent units.</param>
    protected PosteriorFamily(int units)
    {
        Units = units;
    }

    /// <summary>Latent units.</summary>
    public int Units { get; }

    /// <summary>The columns that the encoder's head makes for an example.</summary>
    public abstract int HeadCount { get; }

    /// <summary>The equal blocks of columns that the head stands for: each is initialised as a layer of its own.</summary>
    public virtual int HeadParts => 1;

    /// <summary>The standard normal numbers that one code takes.</summary>
    public virtual int NoiseCount => Units;

    /// <summary>The posteriors that a head's output stands for.</summary>
    /// <param name="heads">[examples, <see cref="HeadCount"/>].</param>
    /// <param name="pass">The walk.</param>
    public abstract Posterior<T> FromHeads(Tensor<T> heads, in Pass<T> pass);

    /// <summary>One code a row, through which gradients flow to the parameters.</summary>
    /// <param name="posterior">q(z|x), of this family.</param>
    /// <param name="noise">Standard normal, [rows, <see cref="NoiseCount"/>].</param>
    /// <param name="pass">The walk.</param>
    public abstract Tensor<T> Sample(in Posterior<T> posterior, Tensor<T> noise, in Pass<T> pass);

    /// <summary>log q(z|x) of each row, in nats.</summary>
    public abstract Tensor<T> LogDensity(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass);

    /// <summary>KL(q(z|x) || p(z)) of each example against the family's standard prior (N(0, I); the uniform on the sphere) in closed form, in nats;
    /// null where there is none.</summary>
    public abstract Tensor<T>? StandardKl(in Posterior<T> posterior, in Pass<T> pass);

    /// <summary>The mean and the log-variance of each unit's marginal.</summary>
    /// <param name="posterior">q(z|x), of this family.</param>
    /// <param name="mean">[examples, units], overwritten.</param>
    /// <param name="logVariance">[examples, units], overwritten.</param>
    public abstract void Moments(in Posterior<T> posterior, Span<T> mean, Span<T> logVariance);
}
