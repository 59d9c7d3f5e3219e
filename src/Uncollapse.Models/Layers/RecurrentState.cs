using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Layers;

/// <summary>What a recurrent layer remembers between steps.</summary>
/// <param name="State">h, [examples, units]; null for 0.</param>
/// <param name="Cell">c of a long short-term memory, [examples, units]; null for 0, and for a gated recurrent unit.</param>
public readonly record struct RecurrentState<T>(Tensor<T>? State, Tensor<T>? Cell)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
