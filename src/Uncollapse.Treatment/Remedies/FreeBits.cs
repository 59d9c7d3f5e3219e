namespace Uncollapse.Treatment.Remedies;

/// <summary>A rate that is not charged for.</summary>
internal static class FreeBits
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "free-bits",
        Summary = "Does not charge a unit for its first lambda nats: the objective has sum_j max(lambda, mean_n KL_nj).",
        Source = "Kingma et al. 2016, section C.8",
        Causes = ["powerful-decoder", "condition-shortcut", "unknown"],
        Parameters = [new("lambda", "0.25", "nats of a unit that are free, above 0")],
        Change = (plan, arguments, _) => plan with { Objective = plan.Objective with { FreeBits = arguments.Number("lambda") } },
    };
}
