using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A variance that follows the error in closed form.</summary>
internal static class OptimalSigma
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "optimal-sigma",
        Summary = "Sets the decoder's variance to the mean squared error in closed form, instead of by hand.",
        Source = "Rybkin et al. 2021",
        Causes = ["noisy-decoder", "unscaled-data"],
        Parameters = [new("of", "shared", "shared (one variance), per-output, or per-example: one an example while training, and one for all where a density is asked for")],
        Obstacle = plan => plan.Model.Likelihood switch
        {
            { Kind: not LikelihoodKind.Gaussian } => "its likelihood has no variance",
            { Variance: VarianceKind.Optimal } => "its variance is optimal already, over what model.likelihood.optimum says",
            _ => null,
        },
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Likelihood = plan.Model.Likelihood with { Variance = VarianceKind.Optimal, Optimum = arguments.One<VarianceOptimum>("of") } } },
    };
}
