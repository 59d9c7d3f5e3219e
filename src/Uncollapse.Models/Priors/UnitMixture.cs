namespace Uncollapse.Models.Priors;

/// <summary>A prior's marginal of each unit as a mixture of Gaussians that share their weights.</summary>
/// <param name="Weights">[components], which sum to 1.</param>
/// <param name="Mean">[components, units].</param>
/// <param name="LogVariance">[components, units].</param>
public sealed record UnitMixture(double[] Weights, double[] Mean, double[] LogVariance)
{
    /// <summary>N(0, 1) for each of some units.</summary>
    public static UnitMixture Standard(int units) => new([1], new double[units], new double[units]);
}
