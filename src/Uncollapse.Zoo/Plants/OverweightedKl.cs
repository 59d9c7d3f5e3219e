using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The weight of the KL term is larger than what the best direction of the data pays for.</summary>
internal static class OverweightedKl
{
    internal static Plant Plant { get; } = new()
    {
        Name = "overweighted-kl",
        Cause = "overweighted-kl",
        Title = "The rate costs too much",
        Story = "The objective charges β nats for every nat that the code carries. The collapsed state is stable as soon as β is above the largest eigenvalue of "
            + "the data's correlations: then even the most profitable direction does not pay for itself, and the encoder goes silent. "
            + "Look at the rate: it is pressed to zero in the first epoch and never comes back, while the picture that is drawn is the mean of all.",
        Dose = "β = a quarter of the number of pixels x strength",
        Cures = ["Lower β to 1.", "Warm β up from 0, and see whether the information stays.", "Fix the reconstruction instead of the weight (GECO)."],
        Twin = Twins.Pictures,
        Sow = (plan, size, strength) => plan with { Objective = plan.Objective with { Beta = strength * Twins.Pixels(size) / 4.0 } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of("beta", "weight β of the KL term", twin.Plan.Objective.Beta, plant.Plan.Objective.Beta, "above 1", (healthy, collapsed) => collapsed > 1 && healthy <= 1),
            Running.Signs.Use(twin, plant),
        ],
    };
}
