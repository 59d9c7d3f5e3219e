using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Layers;

/// <summary>Draws the weights of layers before training.</summary>
/// <remarks>Each parameter has its own key, forked by its name: adding a layer does not change the others' weights.</remarks>
/// <param name="Kind">The rule.</param>
/// <param name="Rng">The key.</param>
public readonly record struct Initialiser(Initialisation Kind, Rng Rng)
{
    /// <summary>Draws a weight matrix.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="inputs">Inputs of a unit.</param>
    /// <param name="outputs">Units of the layer.</param>
    /// <param name="weights">[inputs, outputs], overwritten.</param>
    public void FillWeights<T>(string name, int inputs, int outputs, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => FillUniform(name, Kind == Initialisation.Glorot ? Math.Sqrt(6.0 / (inputs + outputs)) : 1 / Math.Sqrt(inputs), weights);

    /// <summary>Draws a bias: uniform in +-1/sqrt(inputs), or zero for Glorot.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="inputs">Inputs of a unit.</param>
    /// <param name="bias">Overwritten.</param>
    public void FillBias<T>(string name, int inputs, Span<T> bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => FillUniform(name, Kind == Initialisation.Glorot ? 0 : 1 / Math.Sqrt(inputs), bias);

    /// <summary>Draws uniformly in +-bound.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="values">Overwritten.</param>
    public void FillUniform<T>(string name, double bound, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NoiseOp.FillUniform(Rng.Fork(name), values);
        var width = T.CreateChecked(2 * bound);
        var low = T.CreateChecked(-bound);
        foreach (ref var value in values)
            value = low + (width * value);
    }
}
