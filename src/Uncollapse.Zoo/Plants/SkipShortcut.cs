using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>Features of the encoder reach the decoder beside the code, and carry everything.</summary>
internal static class SkipShortcut
{
    internal static Plant Plant { get; } = new()
    {
        Name = "skip-shortcut",
        Cause = "skip-shortcut",
        Title = "The way round",
        Story = "The plant is a U-Net: 64 features of the encoder go straight to the decoder. They cost nothing, the code costs its rate, so everything takes the free way. "
            + "Look at the reconstructions: they are far better than the twin's, and so is the ELBO, which is no bound any more of a model that draws pictures from the prior. "
            + "Swapping codes between examples changes nothing; swapping skips changes everything.",
        Cures = ["Let the code gate the skips, with the code's means centred.", "Drop the skips of half of the examples in training.", "Cut the skips."],
        Twin = Twins.Pictures,
        Sow = (plan, _, _) => plan with { Model = plan.Model with { Skips = plan.Model.Skips with { Kind = SkipKind.Plain } } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.OfPlant(
                "shuffle_skip", "what another example's skips cost, nats", plant.HeldOut.Interventions?.ShuffleSkip?.LossNats, "above 100 times what another's code costs",
                skip => skip > 1 && skip > 100 * plant.HeldOut.Interventions?.ShuffleCode?.LossNats),
            Running.Signs.Use(twin, plant),
        ],
    };
}
