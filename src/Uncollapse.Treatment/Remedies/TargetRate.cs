namespace Uncollapse.Treatment.Remedies;

/// <summary>A rate that a controller holds.</summary>
internal static class TargetRate
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "target-rate",
        Summary = "Moves the weight of the KL by a PI controller until the rate is what was asked for.",
        Source = "Shao et al. 2020",
        Causes = ["powerful-decoder", "overweighted-kl", "unknown"],
        Parameters =
        [
            new("rate", "3", "nats of the whole code, above 0"),
            new("kp", "0.01", "the proportional gain, at least 0"),
            new("ki", "0.0001", "the integral gain, at least 0; in a training of few steps a larger one"),
            new("largest", "1", "the largest weight, above 0"),
        ],
        Obstacle = WeightRules.TargetObstacle,
        Change = (plan, arguments, _) => plan with
        {
            Objective = WeightRules.NoneForTarget(plan.Objective) with
            {
                TargetRate = arguments.Number("rate"), ProportionalGain = arguments.Number("kp"), IntegralGain = arguments.Number("ki"), Beta = arguments.Number("largest"),
            },
        },
    };
}
