using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The reconstruction is averaged over the outputs while the KL term is summed over the units.</summary>
internal static class ObjectiveScaling
{
    internal static Plant Plant { get; } = new()
    {
        Name = "objective-scaling",
        Cause = "objective-scaling",
        Title = "A mean where a sum belongs",
        Story = "The reconstruction is averaged over the pixels, as a loss function's default often is, while the KL term is a sum. Nothing in the plan says β: it is 1. "
            + "But dividing one term by the number of pixels is multiplying the other by it, so the effective β is 256 here (784 at medium size), far above what the data pay for. "
            + "Look at the loss: it is small and falls nicely, and the code is dead.",
        Cures = ["Sum the reconstruction over the outputs.", "Or divide the KL term by the same number, and say so."],
        Twin = Twins.Pictures,
        Sow = (plan, _, _) => plan with { Objective = plan.Objective with { Reduction = Reduction.Mean } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of("effective_beta", "effective β: β over the factor of the reconstruction", Effective(twin), Effective(plant), "above 1", (healthy, collapsed) => collapsed > 1 && healthy <= 1),
            Running.Signs.Use(twin, plant),
        ],
    };

    private static double? Effective(Outcome outcome) =>
        outcome.Plan.Objective.Beta * (outcome.Plan.Objective.Reduction == Reduction.Mean ? outcome.HeldOut.Subject.Outputs : 1);
}
