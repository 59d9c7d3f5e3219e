using Uncollapse.Records.History;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>scVI's warm-up over 400 epochs, and fewer epochs than that.</summary>
internal static class UnfinishedScheduleCounts
{
    internal static Plant Plant { get; } = new()
    {
        Name = "unfinished-schedule-counts",
        Cause = "unfinished-schedule",
        Title = "Four hundred epochs that never come",
        Story = "scVI warms the KL up over 400 epochs by default, and trains data sets of more than 20,000 cells for fewer: the weight never reaches 1. Here are fewer cells and fewer epochs, and the weight ends below a tenth. "
            + "Cell types come out all the same, so nobody looks. Look at the distance of all codes together from the prior, and at the ELBO: what was trained is close to an autoencoder, and numbers of such models compare with nobody's.",
        Dose = "a warm-up of 400 x strength epochs",
        Cures = ["Warm up over steps, or over fewer epochs than there are.", "Compare and keep models only after the weight has reached its end."],
        Twin = Twins.Cells,
        Sow = (plan, _, strength) => plan with { Objective = plan.Objective with { WarmupEpochs = 400 * strength } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Of(
                "kl_weight", "KL weight of the last step, of the β that was asked for", Share(twin), Share(plant), "below half of what was asked for", (healthy, collapsed) => collapsed < 0.5 && healthy >= 1),
            Running.Signs.Of(
                "aggregate_kl", "KL of all codes together from the prior, nats", twin.HeldOut.AggregateKl, plant.HeldOut.AggregateKl, "above 3 times the twin's", (healthy, collapsed) => collapsed > 3 * healthy),
            Running.Signs.Of(
                "elbo", "held-out ELBO at β = 1, nats", twin.HeldOut.Elbo, plant.HeldOut.Elbo, "5 nats below the twin's or more", (healthy, collapsed) => collapsed < healthy - 5),
        ],
    };

    private static double? Share(Outcome outcome) => outcome.Last(Measures.KlWeight) / outcome.Plan.Objective.Beta;
}
