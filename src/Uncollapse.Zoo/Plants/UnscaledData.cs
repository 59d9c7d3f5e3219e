using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>Data in units so large that all of them are small numbers beside the likelihood's noise.</summary>
internal static class UnscaledData
{
    internal static Plant Plant { get; } = new()
    {
        Name = "unscaled-data",
        Cause = "unscaled-data",
        Title = "Metres where millimetres were meant",
        Story = "Sixteen measured numbers, four directions that matter, and a likelihood whose noise σ² = 0.2 is right for numbers of size one. The twin standardises the data. The plant takes them as "
            + "they are in the file: numbers of a tenth or so, all of them far below the noise. It is the noisy decoder again, seen from the other side: the threshold is the data's first eigenvalue "
            + "over σ², and units of measurement move one of the two. Look at the error: it is small. In these units everything is.",
        Cures = ["Standardise the data, or bring them to [0, 1].", "Let σ² be learned or optimal: it then has the data's units."],
        Twin = size =>
        {
            Plan plan = Twins.Numbers(size, ".08,.06,.05,.04,.001", 16, 0.2, 8, 64, 20);
            return plan with { Data = plan.Data with { Scale = Scaling.Standardise } };
        },
        Sow = (plan, _, _) => plan with { Data = plan.Data with { Scale = Scaling.None } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant), Running.Signs.ErrorToVariance(twin, plant, 0.2), Running.Signs.Use(twin, plant),
        ],
    };
}
