namespace Uncollapse.Treatment.Remedies;

/// <summary>A rate that is held at a growing capacity.</summary>
internal static class Capacity
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "capacity",
        Summary = "Charges for the rate's distance from a capacity instead of for the rate: gamma |KL - C|, C growing linearly.",
        Source = "Burgess et al. 2018",
        Causes = ["overweighted-kl", "powerful-decoder", "unknown"],
        Parameters =
        [
            new("nats", "25", "C at its end, above 0"),
            new("gamma", "1000", "the weight of the distance, above 0"),
            new("epochs", RemedyParameter.Auto, "epochs over which C grows, at least 0 and at most those of the training; automatic: half of them"),
        ],
        Obstacle = WeightRules.TargetObstacle,
        Change = (plan, arguments, _) =>
        {
            double nats = arguments.Number("nats"), epochs = arguments.NumberOrAuto("epochs") ?? plan.Training.Epochs / 2.0;
            if (!(nats > 0)) throw arguments.Problem("nats", "above 0");
            return plan with
            {
                Objective = WeightRules.NoneForTarget(plan.Objective) with { Capacity = nats, CapacityWeight = arguments.Number("gamma"), CapacityEpochs = epochs, MustFinish = true },
            };
        },
    };
}
