using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What was asked for: causes that stand in the plan. An audit alone convicts nobody, and its confidence says so.</summary>
internal static class PlanAudit
{
    /// <param name="plan">The plan.</param>
    /// <param name="measured">What was measured: the outputs and the prediction.</param>
    /// <param name="judgement">The verdict.</param>
    /// <param name="epochs">Epochs that the diagnosed weights were trained for; null: as many as the plan has.</param>
    public static IEnumerable<Finding> Findings(Plan plan, Records.Diagnoses.Diagnosis measured, Judgement judgement, double? epochs)
    {
        Verdict verdict = judgement.Verdict;
        int? outputs = measured.Subject.Outputs;
        var fork = new StabilityFork(measured, verdict);
        if (Unfinished(plan, epochs ?? plan.Training.Epochs) is { } unfinished) yield return unfinished;
        // A noise that costs the code nothing is not to blame.
        if (verdict != Verdict.Healthy && measured.Prediction is { } prediction && prediction.CriticalBetaOfDataNoise > prediction.CriticalBeta && CountNoise.Of(prediction, plan.Model.Likelihood) is { } noise)
            yield return Noisy(noise, prediction, verdict);

        // Of a weight that is controlled the plan has the bound alone.
        double beta = plan.Objective.IsControlled ? 0 : plan.Objective.Beta * (1 - plan.Objective.MmdAlpha);
        if (plan.Objective.Reduction == Reduction.Mean && outputs is { } count && plan.Objective.EffectiveBeta(count) > Thresholds.KlWeight.Value)
        {
            // Where a code could grow at this very weight, the weight is not what keeps it out.
            yield return fork.IsUnstable ? ObjectiveScaling(plan.Objective, count, verdict) with { Severity = Severity.Warning, Confidence = 0.3 } : ObjectiveScaling(plan.Objective, count, verdict);
        }
        else if (plan.Objective.Reduction == Reduction.Sum && beta > Thresholds.KlWeight.Value && verdict != Verdict.Healthy)
        {
            if (fork.Overweighted(plan) is { } heavy) yield return heavy;
        }

        if (fork.NoisyDecoder(plan, judgement.WaysRound.Count > 0) is { } drowned) yield return drowned;
        if (fork.VarianceSpiral(plan) is { } spiral) yield return spiral;
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

    /// <param name="plan">The plan, its schedules in epochs.</param>
    /// <param name="epochs">Epochs that the weights were trained for.</param>
    private static Finding? Unfinished(Plan plan, double epochs)
    {
        if (ScheduleEnd.After(plan, epochs, 1) is not { } missed || missed.Share >= Thresholds.UnfinishedWeight.Value) return null;
        string measure = missed.IsCapacity ? "capacity / objective.capacity" : "kl_weight / objective.beta";
        return new Finding
        {
            Cause = "unfinished-schedule",
            Severity = Severity.Warning,
            Confidence = 0.95,
            Statement = missed.IsCapacity ? Capacity(missed) : Weight(plan, missed),
            Evidence = [new Evidence(measure, missed.Share, Thresholds.UnfinishedWeight.Value, Thresholds.UnfinishedWeight.Source)],
            Prescriptions = ["fix-schedule"],
        };
    }

    private static string Weight(Plan plan, ScheduleShortfall missed)
    {
        string course = missed.Key switch
        {
            "training.pretraining_epochs" => Text.Of($"is 0 in the {missed.Growing:0.##} epochs of pretraining"),
            "objective.cycles" => Text.Of($"rises anew in each of {plan.Objective.Cycles} cycles of {ScheduleEnd.Period(plan):0.##} epochs"),
            _ => Text.Of($"grows over {missed.Growing:0.##} epochs"),
        };
        return Text.Of($"The KL weight {course}, and these weights were trained for {missed.Trained:0.##}: it reached {missed.Reached:0.###} of {missed.Asked:0.###}. Every number of this model belongs to that other objective, and what its code would keep at the full weight is unknown.");
    }

    private static string Capacity(ScheduleShortfall missed) =>
        Text.Of($"The capacity of the code grows over {missed.Growing:0.##} epochs, and these weights were trained for {missed.Trained:0.##}: it reached {missed.Reached:0.###} of {missed.Asked:0.###} nats. The code was held there, whatever the data would pay for.");

    private static Finding Noisy(CountNoise noise, Prediction prediction, Verdict verdict) => new()
    {
        Cause = "noisy-decoder",
        Severity = verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
        // Sure where the law says that this noise kills and the data's own does not.
        Confidence = prediction.CriticalBeta <= prediction.Beta && prediction.CriticalBetaOfDataNoise > prediction.Beta ? 0.95 : 0.6,
        Statement = noise.Statement,
        Evidence = noise.Evidence,
        Prescriptions = ["learn-dispersion"],
    };
}
