using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models;

/// <summary>A named tensor that belongs to a model: a weight that training moves, or state such as running statistics.</summary>
/// <param name="Name">The path in the model, such as <c>encoder.0.weight</c>: unique, and stable across versions.</param>
/// <param name="Tensor">The values; linear weights are [inputs, outputs].</param>
/// <param name="IsTrained">Whether the optimiser moves it; else it is state, saved with the model and changed by forward passes.</param>
public sealed record Parameter<T>(string Name, Tensor<T> Tensor, bool IsTrained)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
