using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What in a plan can hold a rate up while the code tells nothing, and how sure a constant code is with it and without.</summary>
internal static class RateHolders
{
    private const double Sure = 0.99;
    private const double Unexplained = 0.5;
    private const double EnoughExamples = 100;

    /// <summary>0.99 where the plan holds the rate up, or is unknown; half where nothing in it does; less in proportion below a hundred examples.</summary>
    public static double Confidence(Plan? plan, int examples) =>
        (plan is null || Of(plan).Any() ? Sure : Unexplained) * Math.Min(1, examples / EnoughExamples);

    /// <summary>A sentence on what holds the rate up.</summary>
    public static string Sentence(Plan? plan)
    {
        if (plan is null) return "Something holds the rate up, such as a floor, free bits or a normalised mean.";
        string[] keys = [.. Of(plan)];
        return keys.Length == 0
            ? "Nothing in the plan holds a rate up, so this may be a state on the way: a longer training may spend it on information, or give it back."
            : $"In the plan {string.Join(" and ", keys)} can hold the rate up.";
    }

    private static IEnumerable<string> Of(Plan plan)
    {
        if (plan.Objective.FreeBits > 0) yield return "objective.free_bits";
        if (plan.Objective.Capacity > 0) yield return "objective.capacity";
        if (plan.Objective.TargetRate is not null) yield return "objective.target_rate";
        if (plan.Model.Posterior.CentredScale is not null) yield return "model.posterior.centred_scale";
        if (plan.Model.Posterior.CommittedRate is not null) yield return "model.posterior.committed_rate";
        if (plan.Model.Posterior.Concentration is not null) yield return "model.posterior.concentration";
        if (plan.Model.Skips.Kind == SkipKind.Gated) yield return "model.skips.kind gated";
    }
}
