using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>A decoder that describes each pixel by those before it so well that a code pays less than it costs.</summary>
internal static class PowerfulDecoder
{
    internal static Plant Plant { get; } = new()
    {
        Name = "powerful-decoder",
        Cause = "powerful-decoder",
        Title = "A decoder that needs nobody",
        Story = "Both decoders are autoregressive (MADE): they can describe a pixel by the pixels before it. The twin's may look at none of them, the plant's at all. Both pay β = 3 for the rate. "
            + "A blind decoder finds that a bargain and keeps its code. What the past already explains leaves little to pay for, and the seeing decoder keeps none. "
            + "Look at the ELBO before you call it a fault: the mute model is by far the better one. Likelihood is indifferent to where knowledge lives.",
        Cures = ["Less context, or some of it hidden in training (context dropout).", "A lower β: this decoder alone leaves something to say at β = 1.", "A floor on the rate that tells examples apart."],
        Twin = Twins.Blind,
        Sow = (plan, _, _) => plan with { Model = plan.Model with { Decoder = plan.Model.Decoder with { Context = null } } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.OfPlant(
                "drop_context", "what hiding the pixels so far costs, nats", plant.HeldOut.Interventions?.DropContext?.LossNats, "above 10 times what another's code costs",
                context => context > 1 && context > 10 * plant.HeldOut.Interventions?.ShuffleCode?.LossNats),
            Running.Signs.Of("elbo", "held-out ELBO, nats", twin.HeldOut.Elbo, plant.HeldOut.Elbo, "not below the twin's", (healthy, collapsed) => collapsed >= healthy),
            Running.Signs.Use(twin, plant),
        ],
    };
}
