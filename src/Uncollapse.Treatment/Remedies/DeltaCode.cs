namespace Uncollapse.Treatment.Remedies;

/// <summary>Posteriors none of whose units can cost less than a committed rate.</summary>
internal static class DeltaCode
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "delta-code",
        Summary = "Says posteriors in numbers that leave every unit of every example at a KL of delta at least.",
        Source = "Razavi et al. 2019, equation 4",
        Causes = ["powerful-decoder", "unknown"],
        Parameters = [new("delta", "0.1", "nats of a unit, above 0")],
        Obstacle = plan => plan.Model.Posterior.CommittedRate is null ? null : "its units are committed to a rate already",
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Posterior = plan.Model.Posterior with { CommittedRate = arguments.Number("delta") } } },
    };
}
