namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's objective section.</summary>
internal static class ObjectiveKeys
{
    internal static IEnumerable<PlanKey> All() =>
    [
        Make.Enum("objective.bound", "the bound that is maximised", p => p.Objective.Bound, (p, v) => Set(p, p.Objective with { Bound = v })),
        Make.Int("objective.samples", "codes drawn per example", p => p.Objective.Samples, (p, v) => Set(p, p.Objective with { Samples = v })),
        Make.Double("objective.beta", "weight of the KL term; with a target rate the largest", p => p.Objective.Beta, (p, v) => Set(p, p.Objective with { Beta = v })),
        .. Schedules(),
        Make.Double("objective.free_bits", "nats that are not charged for", p => p.Objective.FreeBits, (p, v) => Set(p, p.Objective with { FreeBits = v })),
        Make.Enum("objective.free_bits_kind", "of what: a unit's mean over the batch, a unit of each example, the whole code of each example", p => p.Objective.FreeBitsKind, (p, v) => Set(p, p.Objective with { FreeBitsKind = v }), p => p.Objective.FreeBits > 0),
        .. Targets(),
        Make.Double("objective.mmd_alpha", "alpha of an InfoVAE: the KL is weighted by 1 - alpha", p => p.Objective.MmdAlpha, (p, v) => Set(p, p.Objective with { MmdAlpha = v })),
        Make.Double("objective.mmd_lambda", "lambda of an InfoVAE: MMD^2(q(z), p(z)) is weighted by alpha + lambda - 1", p => p.Objective.MmdLambda, (p, v) => Set(p, p.Objective with { MmdLambda = v })),
        Make.Double("objective.information_weight", "weight of a lower bound of I(X;Z), which is maximised", p => p.Objective.InformationWeight, (p, v) => Set(p, p.Objective with { InformationWeight = v })),
        Make.NullableDouble("objective.jacobian_floor", "squared length of the decoder's slopes in any direction of the code below which they are charged for; null: none", p => p.Objective.JacobianFloor, (p, v) => Set(p, p.Objective with { JacobianFloor = v })),
        Make.Double("objective.jacobian_weight", "what a slope's shortfall costs", p => p.Objective.JacobianWeight, (p, v) => Set(p, p.Objective with { JacobianWeight = v }), p => p.Objective.JacobianFloor is not null),
        Make.Enum("objective.reduction", "over an example's outputs", p => p.Objective.Reduction, (p, v) => Set(p, p.Objective with { Reduction = v })),
    ];

    private static IEnumerable<PlanKey> Schedules()
    {
        static bool Warms(Plan plan) => plan.Objective is { WarmupEpochs: > 0 } or { WarmupSteps: > 0 };
        static bool Cycles(Plan plan) => plan.Objective.Cycles > 0;
        return
        [
            Make.Double("objective.warmup_epochs", "epochs over which the KL weight grows from 0", p => p.Objective.WarmupEpochs, (p, v) => Set(p, p.Objective with { WarmupEpochs = v })),
            Make.Int("objective.warmup_steps", "the same in optimiser steps", p => p.Objective.WarmupSteps, (p, v) => Set(p, p.Objective with { WarmupSteps = v })),
            Make.Enum("objective.warmup_shape", "how the KL weight rises", p => p.Objective.WarmupShape, (p, v) => Set(p, p.Objective with { WarmupShape = v }), p => Warms(p) || Cycles(p)),
            Make.Int("objective.cycles", "cycles of the KL weight in the whole training; 0: none", p => p.Objective.Cycles, (p, v) => Set(p, p.Objective with { Cycles = v })),
            Make.Double("objective.ramp", "share of a cycle over which the KL weight rises", p => p.Objective.Ramp, (p, v) => Set(p, p.Objective with { Ramp = v }), Cycles),
            Make.Bool("objective.must_finish", "whether a training too short for its warm-up or capacity is refused", p => p.Objective.MustFinish, (p, v) => Set(p, p.Objective with { MustFinish = v }), p => Warms(p) || p.Objective.Capacity is not null),
        ];
    }

    private static IEnumerable<PlanKey> Targets()
    {
        static bool HasCapacity(Plan plan) => plan.Objective.Capacity is not null;
        static bool HasRate(Plan plan) => plan.Objective.TargetRate is not null;
        static bool HasDistortion(Plan plan) => plan.Objective.TargetDistortion is not null;
        return
        [
            Make.NullableDouble("objective.capacity", "nats that the KL is held at, by its distance's weight; null: none", p => p.Objective.Capacity, (p, v) => Set(p, p.Objective with { Capacity = v })),
            Make.Double("objective.capacity_weight", "weight of the KL's distance from the capacity", p => p.Objective.CapacityWeight, (p, v) => Set(p, p.Objective with { CapacityWeight = v }), HasCapacity),
            Make.Double("objective.capacity_epochs", "epochs over which the capacity grows from 0", p => p.Objective.CapacityEpochs, (p, v) => Set(p, p.Objective with { CapacityEpochs = v }), HasCapacity),
            Make.NullableDouble("objective.target_rate", "nats that a PI controller holds the KL at by its weight; null: none", p => p.Objective.TargetRate, (p, v) => Set(p, p.Objective with { TargetRate = v })),
            Make.Double("objective.proportional_gain", "K_p of the PI controller", p => p.Objective.ProportionalGain, (p, v) => Set(p, p.Objective with { ProportionalGain = v }), HasRate),
            Make.Double("objective.integral_gain", "K_i of the PI controller", p => p.Objective.IntegralGain, (p, v) => Set(p, p.Objective with { IntegralGain = v }), HasRate),
            Make.NullableDouble("objective.target_distortion", "nats that the distortion is held at by a multiplier (GECO); null: none", p => p.Objective.TargetDistortion, (p, v) => Set(p, p.Objective with { TargetDistortion = v })),
            Make.Double("objective.multiplier_decay", "how slowly GECO's average of the distortion moves", p => p.Objective.MultiplierDecay, (p, v) => Set(p, p.Objective with { MultiplierDecay = v }), HasDistortion),
            Make.Double("objective.multiplier_rate", "what a nat too much adds to the log of GECO's multiplier in a step", p => p.Objective.MultiplierRate, (p, v) => Set(p, p.Objective with { MultiplierRate = v }), HasDistortion),
        ];
    }

    private static Plan Set(Plan plan, ObjectivePlan objective) => plan with { Objective = objective };
}
