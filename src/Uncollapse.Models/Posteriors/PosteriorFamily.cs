using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

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

    /// <summary>The numbers beside the location that stand for an example's posterior: columns of <see cref="Posterior{T}.Spread"/>.</summary>
    public abstract int SpreadCount { get; }

    /// <summary>Whether each unit's marginal is a Gaussian with the moments that <see cref="Moments"/> gives, so that units can be measured one by one.</summary>
    public virtual bool HasGaussianUnits => false;

    /// <summary>Whether codes are points of the unit sphere, whose coordinates cannot be moved one by one.</summary>
    public virtual bool IsSpherical => false;

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

    /// <summary>log 1/K sum_k q_k(z): an equal mixture of K distributions of the family at each row of a code, in nats.</summary>
    /// <param name="components">q_k, K rows.</param>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="pass">The walk.</param>
    /// <remarks>By all pairs, which takes memory for rows x K parameters; a family may have a shorter way.</remarks>
    public virtual Tensor<T> LogMixture(in Posterior<T> components, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        int count = components.Location.Rows;
        var pairs = new Posterior<T>(this, tape.TileRows(components.Location, code.Rows), tape.TileRows(components.Spread, code.Rows));
        return tape.LogMeanExp(LogDensity(pairs, tape.RepeatRows(code, count), pass), count);
    }

    /// <summary>The code that stands for an example (the mean; on the sphere the mean direction) and the log-variance of each unit.</summary>
    /// <param name="posterior">q(z|x), of this family.</param>
    /// <param name="pass">The walk.</param>
    /// <param name="mean">[examples, units], overwritten.</param>
    /// <param name="logVariance">[examples, units], overwritten.</param>
    public abstract void Moments(in Posterior<T> posterior, in Pass<T> pass, Span<T> mean, Span<T> logVariance);

    /// <summary>A code with one of its units moved, for traversals.</summary>
    /// <param name="code">z, [units].</param>
    /// <param name="unit">Which.</param>
    /// <param name="place">Where to.</param>
    /// <param name="moved">[units], overwritten.</param>
    public virtual void Move(ReadOnlySpan<T> code, int unit, T place, Span<T> moved)
    {
        code.CopyTo(moved);
        moved[unit] = place;
    }

    /// <summary>Posteriors in double precision, for measures over all pairs of codes and posteriors.</summary>
    /// <param name="location">[examples, units].</param>
    /// <param name="spread">[examples, <see cref="SpreadCount"/>].</param>
    public abstract PosteriorTable Table(ReadOnlySpan<T> location, ReadOnlySpan<T> spread);

    /// <summary>The same numbers in double precision.</summary>
    private protected static double[] Widen(ReadOnlySpan<T> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = double.CreateChecked(values[i]);
        return result;
    }
}
