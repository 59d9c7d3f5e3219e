using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What the inference gap says: whether the encoder is behind the posterior that its own decoder would use.</summary>
internal static class Lag
{
    /// <summary>The gap in a sentence; null where it was not measured, or is next to nothing.</summary>
    public static string? Sentence(InferenceGap? gap)
    {
        if (gap is null) return null;
        string measured = Text.Of($"Posteriors refined for each of {Text.Count(gap.Examples, "example")} instead of the encoder's gain {Text.Nats(gap.Gap)} nats of the objective (95 % interval {Text.Nats(gap.Ci95[0])} to {Text.Nats(gap.Ci95[1])}) and carry {Text.Nats(gap.RefinedInformation)} nats of information where the encoder's carry {Text.Nats(gap.AmortisedInformation)}");
        return Lags(gap)
            ? measured + ": the decoder has a use for more than the encoder tells it."
            : gap.Ci95[0] > 0 ? measured + "." : null;
    }

    /// <summary>The finding; null for an encoder that keeps up, and for a healthy model, whose encoder is merely not perfect.</summary>
    public static Finding? Finding(InferenceGap? gap, Judgement judgement)
    {
        if (gap is null || !Lags(gap) || judgement.Verdict == Verdict.Healthy) return null;
        return new Finding
        {
            Cause = "lagging-encoder",
            Severity = judgement.Verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
            Confidence = judgement.Verdict == Verdict.Collapsed ? 0.9 : 0.6,
            Statement = Text.Of($"The encoder lags behind: with posteriors refined for each example the same decoder is told {Text.Nats(gap.RefinedInformation)} nats and describes examples {Text.Nats(gap.Gap)} nats better, all costs counted; the encoder tells it {Text.Nats(gap.AmortisedInformation)}."),
            Evidence =
            [
                new Evidence("inference_gap.refined_information - amortised_information", gap.RefinedInformation - gap.AmortisedInformation, Thresholds.Lag.Value, Thresholds.Lag.Source),
                new Evidence("inference_gap.ci95[0]", gap.Ci95[0], 0, "this program: no gain"),
            ],
            Prescriptions = ["encoder-rate"],
        };
    }

    /// <summary>Whether the encoder tells less than half of what refined posteriors would.</summary>
    public static bool IsLarge(InferenceGap? gap) => gap is not null && Lags(gap) && gap.AmortisedInformation < Thresholds.LagShare.Value * gap.RefinedInformation;

    private static bool Lags(InferenceGap gap) => gap.RefinedInformation - gap.AmortisedInformation >= Thresholds.Lag.Value && gap.Ci95[0] > 0;
}
