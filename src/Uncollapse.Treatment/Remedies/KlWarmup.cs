using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A KL weight that grows from 0.</summary>
internal static class KlWarmup
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "kl-warmup",
        Summary = "Lets the weight of the KL grow from 0 to its end over the first epochs, so that the decoder learns to use the code before the code is charged for.",
        Source = "Bowman et al. 2016; Sønderby et al. 2016",
        Causes = ["lagging-encoder", "overweighted-kl", "unknown"],
        Parameters = [new("epochs", RemedyParameter.Auto, "epochs of the growth, above 0 and below those of the training; automatic: 10, or a quarter of the training where that is shorter")],
        Obstacle = plan => plan.Objective.Bound == BoundKind.Iwae ? "the iwae bound has no separate KL term" : null,
        Change = (plan, arguments, _) =>
        {
            double epochs = arguments.NumberOrAuto("epochs") ?? Math.Min(10, plan.Training.Epochs / 4.0);
            if (!(epochs > 0) || epochs >= plan.Training.Epochs) throw arguments.Problem("epochs", $"above 0 and below the training's {plan.Training.Epochs}, so that the weight reaches its end");
            return plan with { Objective = plan.Objective with { WarmupEpochs = epochs } };
        },
    };
}
