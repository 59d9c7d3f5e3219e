using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Several encoder steps for each decoder step.</summary>
internal static class AggressiveEncoder
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "aggressive-encoder",
        Summary = "Lets the encoder take steps until its loss stops falling before each step of the decoder, until the validation information stops rising.",
        Source = "He et al. 2019, algorithm 1",
        Causes = ["lagging-encoder", "powerful-decoder", "unknown"],
        Parameters =
        [
            new("failures", RemedyParameter.Auto, "epochs in which the information fails to rise that end it, at least 1; automatic: 1 for text, 5 for all else, as published"),
            new("steps", "100", "the most encoder steps before a decoder step"),
            new("window", "10", "encoder steps over which the loss is averaged"),
        ],
        Obstacle = plan => plan.Training.EncoderRate > 0 ? LoopObstacle.Of(plan.Training, plan.Training.Aggressive.Failures is not null) : "its encoder is frozen",
        // Measured: some twenty times with at most 100 steps, which the window ends long before.
        Cost = (_, arguments) => 1 + (0.19 * arguments.Whole("steps")),
        Change = (plan, arguments, _) => plan with
        {
            Training = plan.Training with
            {
                Aggressive = new AggressivePlan
                {
                    Failures = arguments.Word("failures") != RemedyParameter.Auto ? arguments.Whole("failures") : plan.Model.Encoder.ReadsTokens ? 1 : 5,
                    Steps = arguments.Whole("steps"),
                    Window = arguments.Whole("window"),
                },
            },
        },
    };
}
