using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>Causes that the measures and the plan's audit can name. What needs a counterfactual or a prediction from the data is not guessed.</summary>
internal static class Findings
{
    /// <summary>The findings, the surest first; a collapse that nothing explains is <c>unknown</c>.</summary>
    public static IReadOnlyList<Finding> Of(Records.Diagnoses.Diagnosis measured, Judgement judgement, Plan? plan, double? epochs = null)
    {
        var found = new List<Finding>();
        if (ConstantCode(measured, judgement, plan) is { } constant) found.Add(constant);
        found.AddRange(Shortcuts.Findings(measured.Interventions, judgement, new StabilityFork(measured, judgement.Verdict)));
        // An encoder that knows its training examples by heart lags on all others: the examples are what lacks.
        if (Overfit.Finding(measured, judgement.Verdict) is { } overfit) found.Add(overfit);
        else if (Lag.Finding(measured.InferenceGap, judgement) is { } lag) found.Add(lag);
        if (plan is not null) found.AddRange(PlanAudit.Findings(plan, measured, judgement, epochs));
        // A schedule that was not finished leaves more information, not less: it explains no collapse.
        if (judgement.Verdict == Verdict.Collapsed && found.All(finding => finding.Cause == "unfinished-schedule")) found.Add(Unknown(measured, judgement));
        if (judgement.DeafUnits.Count > 0) found.Add(UnheardUnits(judgement));
        return [.. found.OrderByDescending(finding => finding.Confidence)];
    }

    private static Finding? ConstantCode(Records.Diagnoses.Diagnosis measured, Judgement judgement, Plan? plan)
    {
        if (!judgement.IsConstant || judgement.Verdict != Verdict.Collapsed) return null;
        double share = measured.AggregateKl / measured.Rate;
        string same = judgement.IsMute
            ? "every example gets the same code"
            : Text.Of($"only {Text.Nats(measured.MutualInformation.Estimate)} of them tell examples apart, and every example gets nearly the same code");
        return new Finding
        {
            Cause = "constant-code",
            Severity = Severity.Error,
            Confidence = RateHolders.Confidence(plan, measured.MutualInformation.Examples),
            Statement = Text.Of($"The rate is {Text.Nats(measured.Rate)} nats, yet {same}: the rate pays for the code's distance from the prior, not for information. {RateHolders.Sentence(plan)} A look at the KL alone would call this healthy."),
            Evidence =
            [
                Above("rate", measured.Rate, Thresholds.ConstantCodeRate),
                .. judgement.IsMute ? [Above("mutual_information.upper", measured.MutualInformation.Upper, Thresholds.CollapsedInformation)] : Array.Empty<Evidence>(),
                Above("aggregate_kl / rate", share, Thresholds.ConstantCodeShare),
            ],
            Prescriptions = plan?.Model.Skips.Kind is null or SkipKind.None ? ["centred-code"] : ["centred-code", "drop-skip"],
        };
    }

    private static Finding Unknown(Records.Diagnoses.Diagnosis measured, Judgement judgement)
    {
        string what = judgement.IsMute
            ? "The encoder is mute: it says nothing of the example."
            : "The decoder is deaf: the encoder writes information that it does not read.";
        var evidence = new List<Evidence> { Above("mutual_information.upper", measured.MutualInformation.Upper, Thresholds.CollapsedInformation) };
        if (measured.Interventions?.ShuffleCode is { } shuffle) evidence.Add(Above("interventions.shuffle_code.ci95[0]", shuffle.Ci95[0], Thresholds.DecoderUse));
        return new Finding
        {
            Cause = "unknown",
            Severity = Severity.Error,
            Confidence = 0,
            Statement = $"{what} {new StabilityFork(measured, judgement.Verdict).Unexplained("What was measured does not say why.")}",
            Evidence = evidence,
        };
    }

    private static Finding UnheardUnits(Judgement judgement)
    {
        string names = string.Join(", ", judgement.DeafUnits.Select(unit => Text.Of($"{unit.Index}")));
        double information = judgement.DeafUnits.Sum(unit => unit.MutualInformation);
        return new Finding
        {
            Cause = "unknown",
            Severity = Severity.Warning,
            Confidence = 0,
            Statement = Text.Of($"The decoder does not listen to {(judgement.DeafUnits.Count == 1 ? "unit" : "units")} {names}, which {(judgement.DeafUnits.Count == 1 ? "carries" : "carry")} {Text.Nats(information)} nats. What was measured does not say why."),
            Evidence = [.. judgement.DeafUnits.Select(unit => Above(Text.Of($"units[{unit.Index}].mutual_information"), unit.MutualInformation, Thresholds.InformativeUnit))],
        };
    }

    private static Evidence Above(string measure, double value, Threshold threshold) => new(measure, value, threshold.Value, threshold.Source);
}
