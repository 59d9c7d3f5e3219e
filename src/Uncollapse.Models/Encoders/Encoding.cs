using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Posteriors;

namespace Uncollapse.Models.Encoders;

/// <summary>What a model makes of a batch before it decodes.</summary>
/// <param name="Posterior">q(z|x) of each example.</param>
/// <param name="Context">What the decoder may see beside the code: empty unless the model has skips, a condition or an autoregressive decoder.</param>
public readonly record struct Encoding<T>(Posterior<T> Posterior, DecoderContext<T> Context)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
