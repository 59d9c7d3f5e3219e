using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Posteriors;

/// <summary>The linear layer <c>encoder.posterior</c> from an encoder's features to the parameters of q(z|x).</summary>
public sealed class PosteriorHead<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearLayer<T> _layer;

    /// <summary>Builds the head.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="features">Columns of the encoder's features.</param>
    /// <param name="family">The family.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public PosteriorHead(ParameterSet<T> parameters, int features, PosteriorFamily<T> family, Initialiser initialiser)
    {
        Family = family;
        _layer = new LinearLayer<T>(parameters, "encoder.posterior", features, family.HeadCount, initialiser, parts: family.HeadParts);
    }

    /// <summary>The family.</summary>
    public PosteriorFamily<T> Family { get; }

    /// <summary>The numbers from which the family makes q(z|x), [examples, <see cref="PosteriorFamily{T}.HeadCount"/>].</summary>
    public Tensor<T> Heads(Tensor<T> features, in Pass<T> pass) => _layer.Forward(features, pass);

    /// <summary>q(z|x) of each example's features.</summary>
    public Posterior<T> Forward(Tensor<T> features, in Pass<T> pass) => Family.FromHeads(Heads(features, pass), pass);
}
