namespace Uncollapse.Treatment.Remedies;

/// <summary>A dispersion of counts that is learned.</summary>
internal static class LearnDispersion
{
    internal static Remedy Remedy { get; } = new()
    {
        Name = "learn-dispersion",
        Summary = "Learns the dispersion of the counts, gene by gene, instead of holding it, from what the counts themselves have on.",
        Source = "Lopez et al. 2018",
        Causes = ["noisy-decoder"],
        Parameters = [new("theta", RemedyParameter.Auto, "where the dispersion starts, above 0; automatic: the median over genes that the counts have without a code, or the plan's own where there is no prediction")],
        Obstacle = plan => plan.Model.Likelihood switch
        {
            { HasTheta: false } => "its likelihood has no dispersion",
            { FixedTheta: false } => "its dispersion is learned already",
            _ => null,
        },
        // From far below, a dispersion that is learned takes most of a training to come up, and the code stays out meanwhile.
        Change = (plan, arguments, facts) => plan with
        {
            Model = plan.Model with { Likelihood = plan.Model.Likelihood with { FixedTheta = false, Theta = arguments.NumberOrAuto("theta") ?? facts.Prediction?.DataTheta ?? plan.Model.Likelihood.Theta } },
        },
    };
}
