using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A weight of the KL at which a code can live.</summary>
internal static class LowerBeta
{
    private const double Share = 0.5;

    internal static Remedy Remedy { get; } = new()
    {
        Name = "lower-beta",
        Summary = "Lowers the weight of the KL: to 1, to half of a weight of at most 1, or below the first eigenvalue that the data foretell, whichever is least.",
        Source = "Lucas et al. 2019; Rybkin et al. 2021; docs/theory.md",
        Causes = ["overweighted-kl", "variance-spiral", "powerful-decoder", "noisy-decoder"],
        Parameters = [new("beta", RemedyParameter.Auto, "the weight, at least 0; automatic: the smallest of 1, half of the critical weight that the data foretell, and half of the plan's where that is at most 1")],
        Obstacle = plan => plan.Objective.Bound == BoundKind.Iwae ? "the iwae bound has no separate KL term" : plan.Objective.Capacity is not null || plan.Objective.IsControlled ? "a target sets the weight of its KL" : plan.Objective.Beta > 0 ? null : "its KL weighs nothing",
        Change = (plan, arguments, facts) =>
        {
            double beta = arguments.NumberOrAuto("beta") is not { } asked ? Chosen(plan, facts)
                : asked < plan.Objective.Beta ? asked : throw arguments.Problem("beta", FormattableString.Invariant($"below the plan's {plan.Objective.Beta:R}"));
            return plan with { Objective = plan.Objective with { Beta = beta } };
        },
    };

    private static double Chosen(Plan plan, PlanFacts facts)
    {
        double beta = plan.Objective.Beta > 1 ? 1 : Share * plan.Objective.Beta;
        // What the weight is when the reconstruction is averaged, another remedy mends.
        return facts.Prediction is { CriticalBeta: > 0 and var critical } && plan.Objective.Reduction == Reduction.Sum ? Math.Min(beta, Share * critical) : beta;
    }
}
