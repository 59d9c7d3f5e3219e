using Uncollapse.Zoo.Running;

namespace Uncollapse.Zoo.Plants;

/// <summary>More units than the data have directions: benign.</summary>
internal static class SurplusUnits
{
    private const double Carries = 0.1;

    internal static Plant Plant { get; } = new()
    {
        Name = "surplus-units",
        Cause = "surplus-units",
        Title = "More seats than guests",
        Story = "The data have four directions above the noise. The twin has four units, the plant sixteen. Twelve of them stay at the prior, and a tool that counts dead units would raise an alarm. "
            + "Look at the sum instead: the information and the ELBO are the twin's. These units died because there was nothing left to say, which is what a prior is for.",
        Dose = "16 x strength units",
        Cures = ["None needed.", "Fewer latent units, if the idle ones are in the way."],
        Twin = size => Twins.Numbers(size, "16,9,9,4,1", 32, 1, 4, 64, 40),
        Sow = (plan, _, strength) => plan with { Model = plan.Model with { Latent = (int)Math.Clamp(16 * strength, 5, 4096) } },
        Signs = (twin, plant) =>
        [
            Running.Signs.Of(
                "idle_units", "units that carry less than 0.1 nats", Idle(twin.HeldOut), Idle(plant.HeldOut), "as many as there are too many",
                (healthy, collapsed) => healthy.Equals(0.0) && collapsed.Equals((double)(plant.HeldOut.LatentSize - twin.HeldOut.LatentSize))),
            Running.Signs.Of(
                "mutual_information", "mutual information I(X;Z), nats", twin.HeldOut.MutualInformation.Estimate, plant.HeldOut.MutualInformation.Estimate, "above 90 % of the twin's",
                (healthy, collapsed) => collapsed > 0.9 * healthy),
            Running.Signs.Of("elbo", "held-out ELBO, nats", twin.HeldOut.Elbo, plant.HeldOut.Elbo, "within 1 nat of the twin's", (healthy, collapsed) => Math.Abs(healthy - collapsed) < 1),
        ],
    };

    private static double Idle(Records.Diagnoses.Diagnosis diagnosis) => diagnosis.Units.Count(unit => unit.MutualInformation < Carries);
}
