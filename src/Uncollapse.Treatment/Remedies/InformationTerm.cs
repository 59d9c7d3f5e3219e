using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>Information as part of the objective.</summary>
internal static class InformationTerm
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "mi-term",
        Summary = "Adds a minibatch's lower bound of I(X;Z) to what is maximised; it cannot exceed the logarithm of the batch's examples.",
        Source = "Zhao et al. 2019; the bound of Poole et al. 2019 with the encoder's own density",
        Causes = ["powerful-decoder", "overweighted-kl", "unknown"],
        Parameters = [new("alpha", "1", "its weight, above 0; where it is at least the KL's, information is free")],
        Obstacle = plan => plan.Objective.Bound == BoundKind.Iwae ? "the iwae bound has no separate KL term" : null,
        Change = (plan, arguments, _) =>
        {
            double alpha = arguments.Number("alpha");
            return alpha > 0 ? plan with { Objective = plan.Objective with { InformationWeight = alpha } } : throw arguments.Problem("alpha", "above 0");
        },
    };
}
