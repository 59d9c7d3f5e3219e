using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>What a decoder says of p(x|z): one tensor a head, in the order of <see cref="Likelihood{T}.Heads"/>.</summary>
/// <param name="Location">The first head: logits, means, [rows, outputs].</param>
/// <param name="Second">The second head, such as log-variances; null where the likelihood has one head.</param>
/// <param name="Third">The third head; null where the likelihood has fewer.</param>
/// <param name="LogSize">The logarithm of each example's library, [rows, 1], for likelihoods of counts; null for the others.</param>
public readonly record struct LikelihoodParameters<T>(Tensor<T> Location, Tensor<T>? Second, Tensor<T>? Third, Tensor<T>? LogSize = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
