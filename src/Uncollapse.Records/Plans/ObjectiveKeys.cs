namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's objective section.</summary>
internal static class ObjectiveKeys
{
    internal static IEnumerable<PlanKey> All()
    {
        static Plan Set(Plan plan, ObjectivePlan objective) => plan with { Objective = objective };
        return
        [
            Make.Enum("objective.bound", "the bound that is maximised", p => p.Objective.Bound, (p, v) => Set(p, p.Objective with { Bound = v })),
            Make.Int("objective.samples", "codes drawn per example", p => p.Objective.Samples, (p, v) => Set(p, p.Objective with { Samples = v })),
            Make.Double("objective.beta", "weight of the KL term", p => p.Objective.Beta, (p, v) => Set(p, p.Objective with { Beta = v })),
            Make.Double("objective.warmup_epochs", "epochs over which the KL weight grows from 0", p => p.Objective.WarmupEpochs, (p, v) => Set(p, p.Objective with { WarmupEpochs = v })),
            Make.Double("objective.free_bits", "nats a unit that are not charged for, on the batch mean", p => p.Objective.FreeBits, (p, v) => Set(p, p.Objective with { FreeBits = v })),
            Make.NullableDouble("objective.jacobian_floor", "squared length of the decoder's slopes in any direction of the code below which they are charged for; null: none", p => p.Objective.JacobianFloor, (p, v) => Set(p, p.Objective with { JacobianFloor = v })),
            Make.Double("objective.jacobian_weight", "what a slope's shortfall costs", p => p.Objective.JacobianWeight, (p, v) => Set(p, p.Objective with { JacobianWeight = v }), p => p.Objective.JacobianFloor is not null),
            Make.Enum("objective.reduction", "over an example's outputs", p => p.Objective.Reduction, (p, v) => Set(p, p.Objective with { Reduction = v })),
        ];
    }
}
