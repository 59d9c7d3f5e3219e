using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>A learned variance that cannot spiral upwards.</summary>
internal static class BoundedSigma
{
    private const double Share = 0.5;

    internal static Remedy Remedy { get; } = new()
    {
        Name = "bounded-sigma",
        Summary = "Learns the decoder's variance from a bound downwards: it starts there and never exceeds it.",
        Source = "docs/theory.md: a code lives while beta sigma^2 is below the first eigenvalue of the data",
        Causes = ["variance-spiral", "noisy-decoder"],
        Parameters = [new("sigma2", RemedyParameter.Auto, "the bound, above 0; automatic: half of the largest variance at which a code lives by the data, l_1 / (2 beta)")],
        Obstacle = plan => plan.Model.Likelihood.Kind != LikelihoodKind.Gaussian ? "its likelihood has no variance"
            : plan.Model.Likelihood.Variance == VarianceKind.Bounded ? "its variance is bounded already"
            : null,
        Change = (plan, arguments, facts) =>
        {
            double sigma2 = arguments.NumberOrAuto("sigma2") ?? Automatic(facts) ?? throw arguments.Problem("sigma2", "a number: the data foretell none");
            return sigma2 > 0
                ? plan with { Model = plan.Model with { Likelihood = plan.Model.Likelihood with { Variance = VarianceKind.Bounded, Optimum = VarianceOptimum.Shared, Sigma2 = sigma2 } } }
                : throw arguments.Problem("sigma2", "above 0");
        },
    };

    /// <summary>Of the variance at which the prediction was made: its critical weight falls with the variance in proportion.</summary>
    private static double? Automatic(PlanFacts facts) => facts.Prediction is { Sigma2: { } sigma2, Beta: > 0 } prediction ? Share * prediction.CriticalBeta * sigma2 / prediction.Beta : null;
}
