using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The inference network learns so slowly that the decoder gives up on the code.</summary>
internal static class LaggingEncoder
{
    internal static Plant Plant { get; } = new()
    {
        Name = "lagging-encoder",
        Cause = "lagging-encoder",
        Title = "An encoder that never catches up",
        Story = "Model, data and objective are the twin's, and the twin shows that they suit each other. Only the encoder's learning rate is two thousand times smaller than the decoder's. "
            + "The decoder meets codes that mean nothing, learns to do without them, and then nothing pulls the encoder any more. "
            + "Give each example the code that this very decoder would want, by gradient steps, and information comes back that the encoder never sent: the collapsed state is not even stable, it is only never left.",
        Dose = "the encoder's learning rate x 0.0005 / strength, at most the decoder's",
        Cures = ["Take several encoder steps for each decoder step until the information stops rising (aggressive training).", "Give the encoder the decoder's learning rate.", "Refine each code by gradient steps (semi-amortised inference)."],
        Twin = Twins.Pictures,
        Sow = (plan, _, strength) => plan with { Training = plan.Training with { EncoderRate = Math.Min(1, 0.0005 / strength) } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of(
                "encoder_rate", "learning rate of the encoder over the decoder's", twin.Plan.Training.EncoderRate, plant.Plan.Training.EncoderRate, "below 0.01",
                (healthy, collapsed) => collapsed < 0.01 && healthy >= 1),
            Running.Signs.Of(
                "refined_minus_amortised", "nats that refined posteriors tell beyond the encoder's", Lag(twin), Lag(plant), "at least 0.5, the twin's below",
                (healthy, collapsed) => collapsed >= 0.5 && healthy < 0.5),
            Running.Signs.Use(twin, plant),
        ],
    };

    private static double? Lag(Running.Outcome outcome) => outcome.HeldOut.InferenceGap is { } gap ? gap.RefinedInformation - gap.AmortisedInformation : null;
}
