using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Posteriors that gradient steps refine, with the gradient through them.</summary>
internal static class SemiAmortised
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "semi-amortised",
        Summary = "Refines the encoder's posteriors by gradient steps in training, and takes the gradient through them: the decoder learns from codes that an encoder behind it could not send.",
        Source = "Kim et al. 2018, algorithm 1",
        Causes = ["lagging-encoder"],
        Parameters =
        [
            new("steps", "20", "refining steps"),
            new("rate", "1", "their size along the gradient of the batch's mean loss"),
            new("momentum", "0.5", "their momentum"),
            new("clip", "5", "the longest gradient of one"),
        ],
        Obstacle = plan => LoopObstacle.Of(plan.Training, plan.Training.Refinement.Steps > 0),
        // A step without is one pass of the encoder and one of the decoder; with it the decoder's are 3 K + 1.
        Cost = (_, arguments) => ((3 * arguments.Whole("steps")) + 2) / 2.0,
        Change = (plan, arguments, _) => plan with
        {
            Training = plan.Training with
            {
                Refinement = new RefinementPlan
                {
                    Steps = arguments.Whole("steps"), Rate = arguments.Number("rate"), Momentum = arguments.Number("momentum"), ClipNorm = arguments.Number("clip"),
                },
            },
        },
    };
}
