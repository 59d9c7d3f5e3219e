using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>A model of a few steps looks collapsed before it has learned anything: then a cause is at most a guess.</summary>
internal static class Untrained
{
    private const double LeastCertain = 0.3;

    /// <summary>The diagnosis; where it is not healthy after few steps, with that said first among the reasons, in findings of an unknown cause, and with less confidence
    /// in what the measures accuse.</summary>
    public static Records.Diagnoses.Diagnosis Tell(Records.Diagnoses.Diagnosis diagnosis, long? steps)
    {
        if (steps is not { } taken || taken >= Thresholds.FewSteps.Value || diagnosis.Verdict == Verdict.Healthy) return diagnosis;
        string sentence = $"Only {Text.Count((int)taken, "step")} of training: the model is perhaps untrained, not collapsed. Train on before you look for a cause.";
        return diagnosis with
        {
            Explanation = [.. diagnosis.Explanation.Take(1), sentence, .. diagnosis.Explanation.Skip(1)],
            Findings = [.. diagnosis.Findings.Select(finding => Doubted(finding, sentence, taken)).OrderByDescending(finding => finding.Confidence)],
        };
    }

    private static Finding Doubted(Finding finding, string sentence, long steps) => finding with
    {
        Severity = finding.Severity == Severity.Error ? Severity.Warning : finding.Severity,
        Confidence = Math.Min(finding.Confidence, LeastCertain * steps / Thresholds.FewSteps.Value),
        Statement = finding.Cause == "unknown" ? $"{finding.Statement} {sentence}" : finding.Statement,
    };
}
