using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Loop;

/// <summary>What a model is worth on a split: means over its examples, nats, one code an example, weights fixed, evaluation mode.</summary>
/// <param name="Rate">KL(q(z|x)||p(z)).</param>
/// <param name="Distortion">-log p(x|z) at z ~ q(z|x), summed over outputs.</param>
/// <param name="Sigma2">The mean variance over examples and outputs of a Gaussian likelihood that learns it; null for others.</param>
/// <param name="LevelRates">The rate of each level of a hierarchical code, the lowest first; null for one level.</param>
public readonly record struct Evaluation(double Rate, double Distortion, double? Sigma2, IReadOnlyList<double>? LevelRates = null)
{
    /// <summary>The evidence lower bound, -(distortion + rate): beta = 1 whatever was trained.</summary>
    public double Elbo => -(Distortion + Rate);

    /// <summary>What a watch sees beside; null where nobody watches.</summary>
    public Signals? Signals { get; init; }
}
