using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Posteriors;

/// <summary>The approximate posterior q(z|x) of each example of a batch: a family and its parameters.</summary>
/// <param name="Family">What kind of distribution it is.</param>
/// <param name="Location">[examples, units]: means, mean directions.</param>
/// <param name="Spread">What else the family needs of each example, such as [examples, units] log-variances.</param>
public readonly record struct Posterior<T>(PosteriorFamily<T> Family, Tensor<T> Location, Tensor<T> Spread)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shape of the standard normal noise that one code of each row takes.</summary>
    public Shape NoiseShape => new(Location.Rows, Family.NoiseCount);

    /// <summary>The same distributions, each several times in a row.</summary>
    public Posterior<T> Repeat(Tape<T> tape, int samples) =>
        samples == 1 ? this : new(Family, tape.RepeatRows(Location, samples), tape.RepeatRows(Spread, samples));

    /// <summary>One code a row, through which gradients flow to the parameters.</summary>
    /// <param name="noise">Standard normal, of <see cref="NoiseShape"/>.</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Sample(Tensor<T> noise, in Pass<T> pass) => Family.Sample(this, noise, pass);

    /// <summary>log q(z|x) of each row, in nats.</summary>
    public Tensor<T> LogDensity(Tensor<T> code, in Pass<T> pass) => Family.LogDensity(this, code, pass);
}
