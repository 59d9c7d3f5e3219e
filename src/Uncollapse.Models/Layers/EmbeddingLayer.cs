using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A learned vector for each token, drawn from N(0, 1).</summary>
public sealed class EmbeddingLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Builds the layer with the parameter <c>name.weight</c>, [tokens, features].</summary>
    /// <param name="parameters">Where the parameter is added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="tokens">Different ids.</param>
    /// <param name="features">Features of a vector.</param>
    /// <param name="initialiser">Its key draws the vectors.</param>
    public EmbeddingLayer(ParameterSet<T> parameters, string name, int tokens, int features, Initialiser initialiser)
    {
        Weight = parameters.AddTrained(name + ".weight", new Shape(tokens, features));
        NoiseOp.FillNormal(initialiser.Rng.Fork(name + ".weight"), Weight.Data);
    }

    /// <summary>[tokens, features].</summary>
    public Tensor<T> Weight { get; }

    /// <summary>The vectors of ids, [examples, time, features].</summary>
    public Tensor<T> Forward(Tensor<T> ids, in Pass<T> pass) => pass.Tape.Embedding(ids, Weight);
}
