using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>A learned variance at a weight just above l_1 D / trace: error raises the variance, the variance hides the signal, the error grows.</summary>
internal static class VarianceSpiral
{
    private const double HealthySigma2 = 0.01;

    internal static Plant Plant { get; } = new()
    {
        Name = "variance-spiral",
        Cause = "variance-spiral",
        Title = "The vicious circle of a learned variance",
        Story = "Both models have the same large β and start at the same small σ² = 0.01. The twin keeps it, and holds its code. The plant may learn σ²: it follows the error, a larger σ² makes "
            + "the code pay less, a poorer code makes the error larger, and so round. Look at σ²: it climbs until it is the variance of the data themselves, "
            + "trace/D, and stays there, because at that σ² no direction pays for β any more. At β = 1 the circle cannot lock: the first eigenvalue of the data is never below their mean variance.",
        Cures = ["Fix or bound σ² below the first eigenvalue.", "Lower β below l₁ D / trace.", "Hold σ² fixed while the code forms."],
        Twin = size => Heavy(Twins.Greys(size, HealthySigma2, 50), Twins.Pixels(size) / 3.0),
        Sow = (plan, _, _) => plan with { Model = plan.Model with { Likelihood = plan.Model.Likelihood with { Variance = VarianceKind.Shared } } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of(
                "sigma2", "σ² at the end", twin.Plan.Model.Likelihood.Sigma2, plant.Last(Measures.Sigma2), "above 3 times where it started", (healthy, collapsed) => collapsed > 3 * healthy),
            Running.Signs.Use(twin, plant),
        ],
    };

    private static Plan Heavy(Plan plan, double beta) => plan with { Objective = plan.Objective with { Beta = beta } };
}
