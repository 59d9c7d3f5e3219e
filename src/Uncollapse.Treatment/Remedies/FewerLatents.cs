namespace Uncollapse.Treatment.Remedies;

/// <summary>As many units as the data pay for.</summary>
internal static class FewerLatents
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "fewer-latents",
        Summary = "Takes away units that the data do not pay for; it cures nothing, and what is left is easier to read.",
        Source = "Dai et al. 2018; docs/theory.md",
        Causes = ["surplus-units"],
        Parameters = [new("units", RemedyParameter.Auto, "units that are left, at least 1 and fewer than before; automatic: as many eigenvalues as are above the KL's weight, or half of the units where there is no prediction")],
        Obstacle = plan => plan.Model.Latent > 1 ? null : "it has one unit",
        Change = (plan, arguments, facts) =>
        {
            int units = arguments.Word("units") != RemedyParameter.Auto ? arguments.Whole("units") : facts.Prediction?.PredictedActiveUnits ?? plan.Model.Latent / 2;
            units = Math.Max(1, units);
            if (units >= plan.Model.Latent) throw arguments.Problem("units", $"fewer than the plan's {plan.Model.Latent}");
            return plan with { Model = plan.Model with { Latent = units } };
        },
    };
}
