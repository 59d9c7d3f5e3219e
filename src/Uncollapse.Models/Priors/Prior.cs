using System.Numerics;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Priors;

/// <summary>The distribution p(z) that codes are drawn from before any example is seen.</summary>
public abstract class Prior<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>KL(q(z|x) || p(z)) in nats: of each example in closed form where there is one, else log q(z|x) - log p(z) of each code, whose mean
    /// over codes is an unbiased estimate.</summary>
    /// <param name="posterior">q(z|x), [examples, units].</param>
    /// <param name="code">z ~ q, [examples x samples, units], the samples of an example in a row.</param>
    /// <param name="pass">The walk.</param>
    /// <returns>[examples], or [examples x samples].</returns>
    public virtual Tensor<T> Rate(in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass)
    {
        var repeated = posterior.Repeat(pass.Tape, code.Rows / posterior.Location.Rows);
        return pass.Tape.Subtract(repeated.LogDensity(code, pass), LogDensity(code, pass));
    }

    /// <summary>log p(z) of each row, in nats.</summary>
    public abstract Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass);

    /// <summary>Draws codes.</summary>
    /// <param name="rng">The key.</param>
    /// <param name="units">Latent units.</param>
    /// <param name="codes">[codes, units], overwritten.</param>
    public abstract void Sample(Rng rng, int units, Span<T> codes);

    /// <summary>The levels of the code, each with a rate of its own: 1 unless the prior is hierarchical.</summary>
    public virtual int Levels => 1;

    /// <summary>The rate of one level, nats; the levels' add up to <see cref="Rate"/>.</summary>
    /// <param name="level">From 0, the level whose units come first in the code.</param>
    /// <param name="posterior">q(z|x), [examples, units].</param>
    /// <param name="code">z ~ q, [examples x samples, units].</param>
    /// <param name="pass">The walk.</param>
    /// <returns>[examples], or [examples x samples].</returns>
    public virtual Tensor<T> LevelRate(int level, in Posterior<T> posterior, Tensor<T> code, in Pass<T> pass) => Rate(posterior, code, pass);

    /// <summary>How many units a level has.</summary>
    /// <param name="level">From 0.</param>
    /// <param name="units">All latent units.</param>
    public virtual int LevelUnits(int level, int units) => units;

    /// <summary>The marginal of each unit; null where it is no mixture of Gaussians.</summary>
    /// <param name="units">Latent units.</param>
    public virtual UnitMixture? UnitMarginals(int units) => null;

    private protected static double[] Widen(ReadOnlySpan<T> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = double.CreateChecked(values[i]);
        return result;
    }
}
