using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Encoders;

/// <summary>From examples to approximate posteriors.</summary>
public abstract class Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>q(z|x) of each example, and what else the decoder may see of it.</summary>
    /// <param name="examples">x, [examples, inputs].</param>
    /// <param name="pass">The walk.</param>
    /// <exception cref="Tensors.ShapeException">The examples have another number of inputs.</exception>
    public abstract Encoding<T> Encode(Tensor<T> examples, in Pass<T> pass);
}
