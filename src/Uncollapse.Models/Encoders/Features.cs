using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Encoders;

/// <summary>What an encoder makes of a batch.</summary>
/// <param name="Last">[examples, features], from which the posterior's parameters are computed.</param>
/// <param name="Skips">Features for the decoder that bypass the code, one tensor a skip, from the example's side; null for none.</param>
public readonly record struct Features<T>(Tensor<T> Last, IReadOnlyList<Tensor<T>>? Skips)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
