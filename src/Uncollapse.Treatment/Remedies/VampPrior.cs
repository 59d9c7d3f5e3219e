using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A prior that is made of posteriors.</summary>
internal static class VampPrior
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "vamp-prior",
        Summary = "Takes a mixture of posteriors of learned pseudo-inputs for a prior: a code pays for being told apart from the others, not for being away from one centre.",
        Source = "Tomczak and Welling 2018",
        Causes = ["unknown"],
        Parameters = [new("components", "500", "pseudo-inputs, at least 1")],
        Obstacle = plan => plan.Model.Prior.Kind == PriorKind.Vamp ? "it has one already" : null,
        // The pseudo-inputs go through the encoder beside each batch, which goes through encoder and decoder.
        Cost = (plan, arguments) => 1 + (0.5 * arguments.Whole("components") / plan.Training.BatchSize),
        Change = (plan, arguments, _) => plan with { Model = plan.Model with { Prior = new PriorPlan { Kind = PriorKind.Vamp, Components = arguments.Whole("components") } } },
    };
}
