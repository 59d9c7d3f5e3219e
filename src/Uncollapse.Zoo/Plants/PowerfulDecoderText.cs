using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>A recurrent decoder that predicts each word from those before it so well that a code has nothing to add.</summary>
internal static class PowerfulDecoderText
{
    private const double HealthyDropout = 0.9;

    internal static Plant Plant { get; } = new()
    {
        Name = "powerful-decoder-text",
        Cause = "powerful-decoder",
        Title = "The same, in words",
        Story = "Sentences, and a recurrent decoder that reads the words so far to say the next. From the twin nine in ten of these words are hidden while it trains, so it must ask the code what the sentence is about. "
            + "The plant sees them all, and models the language by itself; the first word settles the topic anyway. "
            + "Look at the ELBO before you call it a fault: the plant's is the better one. Likelihood is indifferent to where knowledge lives, so a strong enough decoder keeps it all. "
            + "Only the information, and what hiding the past costs, tell the two apart.",
        Dose = "word dropout 0.9 x (1 - strength): none left at 1",
        Cures = ["Word dropout, as the twin has it.", "A decoder with less context.", "A floor on the rate that tells examples apart; several encoder steps for each decoder step."],
        Twin = Twins.Sentences,
        Sow = (plan, _, strength) => plan with
        {
            Model = plan.Model with { Decoder = plan.Model.Decoder with { ContextDropout = HealthyDropout * Math.Max(0, 1 - strength) } },
        },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of(
                "drop_context", "what hiding the words so far costs, nats", Context(twin), Context(plant), "above twice the twin's, and 10 times what another's code costs",
                (healthy, collapsed) => collapsed > 2 * healthy && collapsed > 10 * plant.HeldOut.Interventions?.ShuffleCode?.LossNats),
            Running.Signs.Of("elbo", "held-out ELBO, nats", twin.HeldOut.Elbo, plant.HeldOut.Elbo, "not below the twin's", (healthy, collapsed) => collapsed >= healthy),
            Running.Signs.Use(twin, plant),
        ],
    };

    private static double? Context(Outcome outcome) => outcome.HeldOut.Interventions?.DropContext?.LossNats;
}
