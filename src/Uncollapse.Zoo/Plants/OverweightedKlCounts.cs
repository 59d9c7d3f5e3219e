using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>Counts of cells, and a KL weight just above what their largest direction pays for.</summary>
internal static class OverweightedKlCounts
{
    /// <summary>The first eigenvalue of the twin's data under its likelihood (<c>uncollapse predict</c>); a test holds it to that.</summary>
    internal const double Critical = 27.6;

    internal static Plant Plant { get; } = new()
    {
        Name = "overweighted-kl-counts",
        Cause = "overweighted-kl",
        Title = "Cells that do not pay",
        Story = "Counts of 400 genes in cells of six types, under a negative binomial. Before any training the law says at which weight of the KL no direction of these counts pays for a unit any more: "
            + "there the collapsed state is stable. The plant's weight is 1.3 times that. Look at the weight beside the critical one, and at the types: the twin's code tells them apart, the plant's cells are all alike.",
        Dose = "β = 1.3 times the critical weight x strength",
        Cures = ["Lower β to 1.", "Ask `uncollapse predict` for the critical weight before training."],
        Twin = Twins.Cells,
        Sow = (plan, _, strength) => plan with { Objective = plan.Objective with { Beta = 1.3 * strength * Critical } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of("beta_to_critical", "β over the critical weight that the counts foretell", Ratio(twin), Ratio(plant), "above 1, the twin's below", (healthy, collapsed) => collapsed > 1 && healthy < 1),
            Running.Signs.Use(twin, plant),
        ],
    };

    private static double? Ratio(Outcome outcome) => outcome.HeldOut.Prediction is { } prediction ? prediction.Beta / prediction.CriticalBeta : null;
}
