using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Distributions;

namespace Uncollapse.Models.Encoders;

/// <summary>What an encoder makes of a batch.</summary>
/// <param name="Posterior">q(z|x) of each example.</param>
/// <param name="Context">What the decoder may see beside the code: empty unless the model has skips or an autoregressive decoder.</param>
public readonly record struct Encoding<T>(DiagonalGaussian<T> Posterior, DecoderContext<T> Context)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
