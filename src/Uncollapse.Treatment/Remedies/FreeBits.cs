using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A rate that is not charged for.</summary>
internal static class FreeBits
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "free-bits",
        Summary = "Does not charge for the first lambda nats: of a unit's rate over the batch (sum_j max(lambda, mean_n KL_nj)), of a unit's rate of each example, or of each example's whole code.",
        Source = "Kingma et al. 2016, section C.8; the whole code Li et al. 2019",
        Causes = ["powerful-decoder", "condition-shortcut", "unknown"],
        Parameters = [new("lambda", "0.25", "nats that are free, above 0"), new("of", "unit", "unit, example-unit or code")],
        Obstacle = plan => WeightRules.Obstacle(plan) ?? (plan.Objective.Capacity is not null || plan.Objective.IsControlled ? "a target says how large its rate may be" : null),
        Change = (plan, arguments, _) => arguments.Number("lambda") is > 0 and var lambda
            ? plan with { Objective = plan.Objective with { FreeBits = lambda, FreeBitsKind = arguments.One<FreeBitsKind>("of") } }
            : throw arguments.Problem("lambda", "above 0"),
    };
}
