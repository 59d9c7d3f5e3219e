using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>An autoencoder first, then a new decoder and free bits.</summary>
internal static class EncoderPretraining
{
    private const int PublishedWarmup = 10;

    internal static Remedy Remedy { get; } = new()
    {
        Name = "encoder-pretraining",
        Summary = "Trains an autoencoder at a KL weight of 0, keeps its encoder, draws the decoder anew and goes on with free bits and a warm-up.",
        Source = "Li et al. 2019",
        Causes = ["lagging-encoder", "powerful-decoder"],
        Parameters =
        [
            new("epochs", RemedyParameter.Auto, "epochs of the autoencoder, which come on top of the plan's; automatic: a quarter of the plan's, at least 1"),
            new("target", "8", "nats of the whole code that are free, the same share for each unit"),
            new("warmup", RemedyParameter.Auto, "epochs over which the KL weight then grows; automatic: 10 as published, at most half of the plan's"),
        ],
        Obstacle = plan =>
            plan is not { Objective.Bound: BoundKind.Elbo, Model: { Posterior: { Kind: PosteriorKind.Diagonal, UpperUnits: 0 }, Prior.Kind: PriorKind.Normal } }
                ? "its code has no KL of a unit in closed form, which free bits need"
                : LoopObstacle.Of(plan.Training, plan.Training.PretrainingEpochs > 0),
        Cost = (plan, arguments) => (plan.Training.Epochs + Epochs(plan, arguments)) / (double)plan.Training.Epochs,
        Change = (plan, arguments, _) =>
        {
            int own = plan.Training.Epochs, epochs = Epochs(plan, arguments);
            return plan with
            {
                Objective = plan.Objective with
                {
                    FreeBits = arguments.Number("target") / plan.Model.Latent,
                    WarmupEpochs = arguments.NumberOrAuto("warmup") ?? Math.Min(PublishedWarmup, own / 2.0),
                },
                Training = plan.Training with { PretrainingEpochs = epochs, Epochs = own + epochs },
            };
        },
    };

    private static int Epochs(Plan plan, RemedyArguments arguments) => arguments.Word("epochs") == RemedyParameter.Auto ? Math.Max(1, plan.Training.Epochs / 4) : arguments.Whole("epochs");
}
