using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Distributions;

/// <summary>A Gaussian with independent units for each example: the approximate posterior q(z|x).</summary>
/// <param name="Mean">[examples, units].</param>
/// <param name="LogVariance">[examples, units], log sigma^2.</param>
public readonly record struct DiagonalGaussian<T>(Tensor<T> Mean, Tensor<T> LogVariance)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The same distributions, each several times in a row.</summary>
    public DiagonalGaussian<T> Repeat(Tape<T> tape, int samples) =>
        new(tape.RepeatRows(Mean, samples), tape.RepeatRows(LogVariance, samples));

    /// <summary>One code per row, mean + sigma noise, through which gradients flow to the parameters.</summary>
    public Tensor<T> Sample(Tape<T> tape, Tensor<T> noise) => tape.Reparameterise(Mean, LogVariance, noise);

    /// <summary>log q(z) of each row, in nats.</summary>
    public Tensor<T> LogDensity(Tape<T> tape, Tensor<T> code) => tape.GaussianLogLikelihood(Mean, code, LogVariance);
}
