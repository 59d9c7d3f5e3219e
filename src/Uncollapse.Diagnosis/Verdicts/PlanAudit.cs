using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What was asked for: causes that stand in the plan. An audit alone convicts nobody, and its confidence says so.</summary>
internal static class PlanAudit
{
    // Less of an epoch than any step is.
    private const double LastStep = 1e-6;

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

    private static Finding? Unfinished(Plan plan, double epochs)
    {
        ObjectivePlan objective = plan.Objective;
        // The schedule begins after a pretraining.
        epochs = Math.Max(0, epochs - plan.Training.PretrainingEpochs);
        if (objective.Capacity is { } capacity) return Below(capacity, KlSchedule.CapacityAt(objective, epochs, 1)!.Value, objective.CapacityEpochs, epochs);
        // Of cycles the last step counts, not the first of a cycle to come.
        double share = KlSchedule.Share(objective, objective.Cycles > 0 ? Math.Max(0, epochs - LastStep) : epochs, 1, plan.Training.Epochs), warmup = objective.WarmupEpochs;
        if (share >= Thresholds.UnfinishedWeight.Value || objective.Beta <= 0) return null;
        string grows = objective.Cycles > 0 ? Text.Of($"rises anew in each of {objective.Cycles} cycles of {(double)plan.Training.Epochs / objective.Cycles:0.##} epochs") : Text.Of($"grows over {warmup:0.##} epochs");
        return new Finding
        {
            Cause = "unfinished-schedule",
            Severity = Severity.Warning,
            Confidence = 0.95,
            Statement = Text.Of($"The KL weight {grows}, and these weights were trained for {epochs:0.##}: it reached {share * plan.Objective.Beta:0.###} of {plan.Objective.Beta:0.###}. Every number of this model belongs to that other objective, and what its code would keep at the full weight is unknown."),
            Evidence = [new Evidence("kl_weight / objective.beta", share, Thresholds.UnfinishedWeight.Value, Thresholds.UnfinishedWeight.Source)],
            Prescriptions = ["fix-schedule"],
        };
    }

    private static Finding? Below(double capacity, double reached, double growing, double epochs) => reached >= Thresholds.UnfinishedWeight.Value * capacity ? null : new Finding
    {
        Cause = "unfinished-schedule",
        Severity = Severity.Warning,
        Confidence = 0.95,
        Statement = Text.Of($"The capacity of the code grows over {growing:0.##} epochs, and these weights were trained for {epochs:0.##}: it reached {reached:0.###} of {capacity:0.###} nats. The code was held there, whatever the data would pay for."),
        Evidence = [new Evidence("capacity / objective.capacity", reached / capacity, Thresholds.UnfinishedWeight.Value, Thresholds.UnfinishedWeight.Source)],
        Prescriptions = ["fix-schedule"],
    };

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
