using System.Numerics;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Decoders;

/// <summary>A decoder that describes each output from the code and the outputs before it: p(x|z) = prod_d p(x_d | x_1..x_{d-1}, z).</summary>
/// <remarks><see cref="Decoder{T}.Decode"/> is taught by the example itself (teacher forcing): parameter d must not depend on x_d or what follows.
/// Where <see cref="DecoderContext{T}.Past"/> is null the past is hidden: every output is described from the code alone.</remarks>
public abstract class AutoregressiveDecoder<T> : Decoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override ContextUse Uses => ContextUse.Past;

    /// <summary>Draws outputs one after the other.</summary>
    /// <param name="code">z, and behind it the condition, [rows, units + conditions].</param>
    /// <param name="likelihood">p(x_d | parameters).</param>
    /// <param name="options">How an output is chosen.</param>
    /// <param name="rng">The key: row n uses its fork n.</param>
    /// <param name="pass">The walk; not recorded.</param>
    /// <param name="destination">x, [rows, outputs], overwritten.</param>
    public abstract void Generate(
        Tensor<T> code, Likelihood<T> likelihood, in GenerationOptions options, Rng rng, in Pass<T> pass, Span<T> destination);
}
