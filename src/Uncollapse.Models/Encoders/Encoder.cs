using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Encoders;

/// <summary>From examples to features; a <see cref="Posteriors.PosteriorHead{T}"/> makes q(z|x) of them.</summary>
public abstract class Encoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns of the last features.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>The features of each example.</summary>
    /// <param name="examples">x, [examples, outputs].</param>
    /// <param name="condition">What is told of each example beside x, [examples, conditions]; null where the model is not conditional.</param>
    /// <param name="pass">The walk.</param>
    /// <exception cref="Tensors.ShapeException">The examples have another number of values.</exception>
    public abstract Features<T> Forward(Tensor<T> examples, Tensor<T>? condition, in Pass<T> pass);
}
