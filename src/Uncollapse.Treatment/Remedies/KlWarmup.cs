using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A KL weight that grows from 0.</summary>
internal static class KlWarmup
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "kl-warmup",
        Summary = "Lets the weight of the KL grow from 0 to its end over the first epochs or steps, so that the decoder learns to use the code before the code is charged for.",
        Source = "Bowman et al. 2016; Sønderby et al. 2016",
        Causes = ["lagging-encoder", "overweighted-kl", "unknown"],
        Parameters =
        [
            new("epochs", RemedyParameter.Auto, "epochs of the growth, above 0 and below those of the training; automatic: 10, or a quarter of the training where that is shorter"),
            new("steps", RemedyParameter.Auto, "optimiser steps of the growth instead, at least 1; automatic: by epochs"),
            new("shape", "linear", "linear, sigmoid or cosine"),
        ],
        Obstacle = WeightRules.Obstacle,
        Change = (plan, arguments, facts) =>
        {
            ObjectivePlan objective = WeightRules.None(plan.Objective) with { MustFinish = true, WarmupShape = arguments.One<WarmupShape>("shape") };
            if (arguments.Word("steps") == RemedyParameter.Auto) return plan with { Objective = objective with { WarmupEpochs = Epochs(plan, arguments) } };
            if (arguments.Word("epochs") != RemedyParameter.Auto) throw arguments.Problem("steps", "epochs or steps, not both");
            long all = plan.Training.Epochs * (((long)facts.TrainExamples + plan.Training.BatchSize - 1) / plan.Training.BatchSize);
            int steps = arguments.Whole("steps");
            if (steps < 1 || steps >= all) throw arguments.Problem("steps", $"at least 1 and below the training's {all}, so that the weight reaches its end");
            return plan with { Objective = objective with { WarmupSteps = steps } };
        },
    };

    private static double Epochs(Plan plan, RemedyArguments arguments)
    {
        double epochs = arguments.NumberOrAuto("epochs") ?? Math.Min(10, plan.Training.Epochs / 4.0);
        return epochs > 0 && epochs < plan.Training.Epochs ? epochs : throw arguments.Problem("epochs", $"above 0 and below the training's {plan.Training.Epochs}, so that the weight reaches its end");
    }
}
