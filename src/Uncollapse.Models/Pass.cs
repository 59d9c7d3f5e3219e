using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models;

/// <summary>What one walk through a model is made with.</summary>
/// <param name="Tape">Runs and records the operations.</param>
/// <param name="Training">Whether dropout drops and batch normalisation uses and updates the batch's statistics.</param>
/// <param name="Rng">The walk's own key: noise and dropout fork it, so that a step is a function of its key.</param>
public readonly record struct Pass<T>(Tape<T> Tape, bool Training, Rng Rng)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The standard normal noise of the code, [examples x samples, units], or null to draw it from <see cref="Rng"/>: given
    /// where another program's run is repeated or two models are compared on the same draws.</summary>
    public Tensor<T>? Noise { get; init; }

    /// <summary>What stands in the place of the encoder's last layer, [examples, <see cref="Posteriors.PosteriorFamily{T}.HeadCount"/>], or null to ask the encoder:
    /// given where posteriors are refined. The encoder is then not run, so that there are no skips.</summary>
    public Tensor<T>? Heads { get; init; }
}
