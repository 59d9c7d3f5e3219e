using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Posteriors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Objectives;

/// <summary>Codes of a batch with all that is evaluated at them, one row a code, an example's codes in a row.</summary>
internal readonly record struct Draw<T>(Posterior<T> Posterior, Tensor<T> Code, Tensor<T> Target, DecoderContext<T> Context)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
