using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What was asked for: causes that stand in the plan. An audit alone convicts nobody, and its confidence says so.</summary>
internal static class PlanAudit
{
    public static IEnumerable<Finding> Findings(Plan plan, int? outputs, Verdict verdict)
    {
        double beta = plan.Objective.Beta;
        if (plan.Objective.Reduction == Reduction.Mean && outputs is { } count && plan.Objective.EffectiveBeta(count) > Thresholds.KlWeight.Value)
            yield return ObjectiveScaling(plan.Objective, count, verdict);
        else if (plan.Objective.Reduction == Reduction.Sum && beta > Thresholds.KlWeight.Value && verdict != Verdict.Healthy)
            yield return Overweighted(beta, verdict);
    }

    private static Finding ObjectiveScaling(ObjectivePlan objective, int outputs, Verdict verdict)
    {
        double effective = objective.EffectiveBeta(outputs);
        return new Finding
        {
            Cause = "objective-scaling",
            Severity = verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
            Confidence = verdict switch { Verdict.Collapsed => 0.9, Verdict.Partial => 0.7, _ => 0.3 },
            Statement = Text.Of($"The reconstruction was averaged over {outputs} outputs while the KL was summed over units: the KL weighs {effective:0.##} times what the evidence lower bound gives it, not {objective.Beta:0.##} times."),
            Evidence = [new Evidence("objective.beta x outputs", effective, Thresholds.KlWeight.Value, Thresholds.KlWeight.Source)],
            Prescriptions = ["fix-scaling"],
        };
    }

    private static Finding Overweighted(double beta, Verdict verdict) => new()
    {
        Cause = "overweighted-kl",
        Severity = verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
        Confidence = 0.5,
        Statement = Text.Of($"The KL weighs {beta:0.##} times what the evidence lower bound gives it. Whether the data would pay for more information at a weight of 1 needs a prediction or a trial, which were not made."),
        Evidence = [new Evidence("objective.beta", beta, Thresholds.KlWeight.Value, Thresholds.KlWeight.Source)],
        Prescriptions = ["lower-beta", "kl-warmup"],
    };
}
