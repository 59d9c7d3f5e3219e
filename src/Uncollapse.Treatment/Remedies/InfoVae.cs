using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>All codes together near the prior, not each one.</summary>
internal static class InfoVae
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "info-vae",
        Summary = "Weighs each example's KL by 1 - alpha, and asks instead that all codes together look like the prior: (alpha + lambda - 1) MMD^2(q(z), p(z)).",
        Source = "Zhao et al. 2019",
        Causes = ["overweighted-kl", "powerful-decoder", "unknown"],
        Parameters = [new("alpha", "1", "at most 1; at 1 the KL is not charged for at all (an MMD-VAE)"), new("lambda", RemedyParameter.Auto, "at least 1 - alpha; automatic: the outputs of an example, for the authors' code weighs MMD^2 by 1 against an error that is averaged over them")],
        Obstacle = plan => plan.Objective.Bound == BoundKind.Iwae ? "the iwae bound has no separate KL term"
            : plan.Model.Prior.Kind != PriorKind.Normal || plan.Model.Posterior.UpperUnits > 0 ? "its prior is learned, and would follow the codes"
            : plan.Objective.Capacity is not null || plan.Objective.IsControlled ? "a target sets the weight of its KL"
            : null,
        Change = (plan, arguments, facts) => plan with
        {
            Objective = plan.Objective with { MmdAlpha = arguments.Number("alpha"), MmdLambda = arguments.NumberOrAuto("lambda") ?? facts.Outputs },
        },
    };
}
