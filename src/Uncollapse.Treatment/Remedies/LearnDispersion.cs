namespace Uncollapse.Treatment.Remedies;

/// <summary>A dispersion of counts that is learned.</summary>
internal static class LearnDispersion
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "learn-dispersion",
        Summary = "Learns the dispersion of the counts, gene by gene, instead of holding it.",
        Source = "Lopez et al. 2018",
        Causes = ["noisy-decoder"],
        Obstacle = plan => plan.Model.Likelihood switch
        {
            { HasTheta: false } => "its likelihood has no dispersion",
            { FixedTheta: false } => "its dispersion is learned already",
            _ => null,
        },
        Change = (plan, _, _) => plan with { Model = plan.Model with { Likelihood = plan.Model.Likelihood with { FixedTheta = false } } },
    };
}
