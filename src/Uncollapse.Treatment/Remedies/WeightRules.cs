using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Rules that set the weight of the KL, of which a plan has one.</summary>
internal static class WeightRules
{
    /// <summary>What stands against all of them: why a plan cannot take one.</summary>
    public static string? Obstacle(Plan plan) => plan.Objective.Bound == BoundKind.Iwae ? "the iwae bound has no separate KL term" : null;

    /// <summary>What stands against rules that hold the rate or the distortion themselves.</summary>
    public static string? TargetObstacle(Plan plan) =>
        Obstacle(plan) ?? (plan.Objective.Reduction == Reduction.Mean ? "its reconstruction is averaged over the outputs; fix-scaling comes first" : null);

    /// <summary>The objective without any of them, so that a new one takes the place of the plan's. Two remedies that undo each other so refuse each other.</summary>
    public static ObjectivePlan None(ObjectivePlan objective) => objective with
    {
        WarmupEpochs = 0, WarmupSteps = 0, Cycles = 0, MustFinish = false, Capacity = null, TargetRate = null, TargetDistortion = null,
    };

    /// <summary>The objective without them, and without what a target makes meaningless: a floor of the rate, another weight.</summary>
    public static ObjectivePlan NoneForTarget(ObjectivePlan objective) => None(objective) with { FreeBits = 0, Beta = 1, MmdAlpha = 0, MmdLambda = objective.MmdAlpha + objective.MmdLambda };
}
