namespace Uncollapse.Treatment.Remedies;

/// <summary>A distortion that a multiplier holds.</summary>
internal static class Geco
{
    private const string Required = "required";

    internal static Remedy Remedy { get; } = new()
    {
        Name = "geco",
        Summary = "Asks for a distortion instead of a weight: the least rate at which it is met, by a multiplier that grows while it is not.",
        Source = "Rezende and Viola 2018",
        // No cause names a distortion: it is for whoever can say which one is good enough.
        Causes = [],
        Parameters =
        [
            new("distortion", Required, "kappa, nats of an example; what is within reach hangs on data and decoder, so it has no default"),
            new("decay", "0.99", "alpha of the moving average, in [0, 1)"),
            new("rate", "0.001", "what a nat too much adds to the multiplier's logarithm in a step, above 0"),
        ],
        Obstacle = WeightRules.TargetObstacle,
        Change = (plan, arguments, _) => plan with
        {
            Objective = WeightRules.NoneForTarget(plan.Objective) with
            {
                TargetDistortion = arguments.Number("distortion"), MultiplierDecay = arguments.Number("decay"), MultiplierRate = arguments.Number("rate"),
            },
        },
    };
}
