using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>The dispersion of counts is fixed far below that of the data.</summary>
internal static class NoisyDecoderCounts
{
    internal static Plant Plant { get; } = new()
    {
        Name = "noisy-decoder-counts",
        Cause = "noisy-decoder",
        Title = "Counts that could be anything",
        Story = "A negative binomial of dispersion θ has variance mean + mean²/θ. The twin's θ is the one that the counts were drawn with; the plant's is fixed at a small fraction of it, where any count is as likely "
            + "as any other of its size: to that decoder what tells a cell from another is noise. "
            + "Look at θ beside the dispersion that the counts have when all cells are taken as alike, types and all: a decoder that expects more noise than even that has been told the wrong noise.",
        Dose = "θ = 0.01 / strength",
        Cures = ["Learn the dispersion (fixed_theta: false).", "Fix it at what the counts have or above: `uncollapse predict` prints it."],
        Twin = Twins.Cells,
        Sow = (plan, _, strength) => plan with { Model = plan.Model with { Likelihood = plan.Model.Likelihood with { Theta = Theta / strength } } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Information(twin, plant),
            Running.Signs.Of(
                "theta_to_data", "θ over the dispersion that the counts have without a code", Ratio(twin), Ratio(plant), "below 0.5, the twin's above", (healthy, collapsed) => collapsed < 0.5 && healthy > 0.5),
            Running.Signs.Of(
                "critical_beta", "critical weight of the KL under that noise", twin.HeldOut.Prediction?.CriticalBeta, plant.HeldOut.Prediction?.CriticalBeta, "below β, the twin's above",
                (healthy, collapsed) => collapsed < plant.Plan.Objective.Beta && healthy > twin.Plan.Objective.Beta),
        ],
    };

    private const double Theta = 0.01;

    private static double? Ratio(Outcome outcome) => outcome.HeldOut.Prediction is { Theta: { } theta, DataTheta: { } data } ? theta / data : null;
}
