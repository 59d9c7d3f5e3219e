using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>The reconstruction summed over the outputs, as the bound has it.</summary>
internal static class FixScaling
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "fix-scaling",
        Summary = "Sums the reconstruction over the outputs, as the evidence lower bound does: averaged over D of them the KL weighs D times as much.",
        Source = "Kingma and Welling 2014, equation 10",
        Causes = ["objective-scaling"],
        Obstacle = plan => plan.Objective.Reduction == Reduction.Sum ? "its reconstruction is summed already" : null,
        Change = (plan, _, _) => plan with { Objective = plan.Objective with { Reduction = Reduction.Sum } },
    };
}
