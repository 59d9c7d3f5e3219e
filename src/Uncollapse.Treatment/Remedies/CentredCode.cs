namespace Uncollapse.Treatment.Remedies;

/// <summary>Means that are centred over a batch and of a fixed spread.</summary>
internal static class CentredCode
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "centred-code",
        Summary = "Brings each unit's means to mean 0 and a fixed standard deviation over a batch: a code that is the same for all examples is not possible.",
        Source = "after Zhu et al. 2020, without their shift",
        Causes = ["constant-code"],
        Parameters = [new("scale", "0.7", "the standard deviation, above 0")],
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Posterior = plan.Model.Posterior with { CentredScale = arguments.Number("scale") } } },
    };
}
