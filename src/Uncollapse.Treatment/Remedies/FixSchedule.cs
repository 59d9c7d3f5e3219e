using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A warm-up that ends.</summary>
internal static class FixSchedule
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "fix-schedule",
        Summary = "Ends the warm-up of the KL weight, or the growth of the capacity, early enough that most of the training runs at its end.",
        Source = "Bowman et al. 2016: the weight reaches 1",
        Causes = ["unfinished-schedule"],
        Parameters = [new("share", "0.25", "the part of the epochs that the warm-up takes, in (0, 0.5]")],
        Obstacle = plan => plan.Objective.WarmupEpochs > 0.5 * plan.Training.Epochs || plan.Objective.WarmupSteps > 0 || plan.Objective.CapacityEpochs > 0.5 * plan.Training.Epochs
            ? null
            : "its warm-up ends in the first half of the training",
        Change = (plan, arguments, _) =>
        {
            double share = arguments.Number("share");
            if (share is not (> 0 and <= 0.5)) throw arguments.Problem("share", "in (0, 0.5]");
            ObjectivePlan objective = plan.Objective with { MustFinish = true };
            double epochs = share * plan.Training.Epochs;
            return plan with { Objective = objective.Capacity is null ? objective with { WarmupEpochs = epochs, WarmupSteps = 0 } : objective with { CapacityEpochs = epochs } };
        },
    };
}
