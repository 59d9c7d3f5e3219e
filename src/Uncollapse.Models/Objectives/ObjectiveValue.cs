using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Objectives;

/// <summary>What an objective says of a batch, in nats per example.</summary>
/// <param name="LossTensor">What to call <see cref="Tape{T}.Backward"/> with.</param>
/// <param name="Loss">The number that training minimises.</param>
/// <param name="Bound">The lower bound of log p(x) with the prior and posterior at full weight: the ELBO, or the importance-weighted bound.</param>
/// <param name="Rate">KL(q(z|x) || p(z)), whatever its weight.</param>
/// <param name="Distortion">-E log p(x|z), summed over the outputs whatever the reduction.</param>
public readonly record struct ObjectiveValue<T>(Tensor<T> LossTensor, double Loss, double Bound, double Rate, double Distortion)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The evidence lower bound, -(distortion + rate).</summary>
    public double Elbo => -(Distortion + Rate);
}
