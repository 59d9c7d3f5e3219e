using Uncollapse.Records.History;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The warm-up of the KL weight is longer than the training.</summary>
internal static class UnfinishedSchedule
{
    internal static Plant Plant { get; } = new()
    {
        Name = "unfinished-schedule",
        Cause = "unfinished-schedule",
        Title = "A warm-up that never ends",
        Story = "The KL weight is to grow from 0 to 1, but over twenty times as many epochs as there are: training stops at a twentieth. The code carries plenty, so a look at "
            + "the information alone finds nothing. Look at the weight's curve, and at the distance of all codes together from the prior: nobody charged for the rate, so it is several times "
            + "the twin's, the ELBO is far worse, and samples from the prior are decoded from where no code ever was. What this model would do at the weight it was meant for, nobody knows: "
            + "every number of it belongs to another objective.",
        Dose = "a warm-up of 20 x strength times the epochs",
        Cures = ["Make the warm-up shorter than the training.", "Compare and keep models only after the weight has reached its end."],
        Twin = Twins.Pictures,
        Sow = (plan, _, strength) => plan with { Objective = plan.Objective with { WarmupEpochs = 20 * strength * plan.Training.Epochs } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Of(
                "kl_weight", "KL weight of the last step, of the β that was asked for", Share(twin), Share(plant), "below half of what was asked for", (healthy, collapsed) => collapsed < 0.5 && healthy >= 1),
            Running.Signs.Of(
                "aggregate_kl", "KL of all codes together from the prior, nats", twin.HeldOut.AggregateKl, plant.HeldOut.AggregateKl, "above 3 times the twin's",
                (healthy, collapsed) => collapsed > 3 * healthy),
            Running.Signs.Of(
                "elbo", "held-out ELBO at β = 1, nats", twin.HeldOut.Elbo, plant.HeldOut.Elbo, "5 nats below the twin's or more", (healthy, collapsed) => collapsed < healthy - 5),
        ],
    };

    private static double? Share(Outcome outcome) => outcome.Last(Measures.KlWeight) / outcome.Plan.Objective.Beta;
}
