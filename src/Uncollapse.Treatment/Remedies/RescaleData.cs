using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Inputs on a scale that the likelihood was chosen for.</summary>
internal static class RescaleData
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "rescale-data",
        Summary = "Standardises the inputs by the training split, so that a variance near 1 means what it says.",
        Source = "docs/theory.md: the eigenvalues are in units of the noise",
        Causes = ["unscaled-data"],
        Obstacle = plan => plan.Data.Scale == Scaling.Standardise ? "its data are standardised already" : plan.Model.Likelihood.Kind == LikelihoodKind.Gaussian ? null : "only a Gaussian likelihood takes values of any scale",
        Change = (plan, _, _) => plan with { Data = plan.Data with { Scale = Scaling.Standardise, Binarise = Binarisation.None } },
    };
}
