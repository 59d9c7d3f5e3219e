using System.Numerics;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Decoders;

/// <summary>From codes to the parameters of the likelihood p(x|z).</summary>
public abstract class Decoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What <see cref="Decode"/> looks at beside the code, the condition aside: then the examples must be encoded wherever codes are decoded.</summary>
    public virtual ContextUse Uses => ContextUse.None;

    /// <summary>The most rows to decode at once where the walk is recorded for derivatives by the code: memory grows with them.</summary>
    public virtual int RecordedRows => int.MaxValue;

    /// <summary>Puts the weights back into the set that the decoder is of, where it has one: to be called whenever they were moved.</summary>
    public virtual void Constrain()
    {
    }

    /// <summary>The likelihood's parameters of each row.</summary>
    /// <param name="code">z, and behind it the condition where the model is conditional, [rows, units + conditions].</param>
    /// <param name="context">What the decoder may see beside the code, of as many rows.</param>
    /// <param name="pass">The walk.</param>
    /// <exception cref="Tensors.ShapeException">The codes have another number of units.</exception>
    public abstract LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass);
}
