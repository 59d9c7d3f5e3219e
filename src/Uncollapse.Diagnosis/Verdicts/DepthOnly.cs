using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>A code of counts that holds only how many counts an example has is not healthy, however much of that it tells and however well the decoder uses it.</summary>
internal static class DepthOnly
{
    /// <summary>The diagnosis; where the code holds only depth, with that said first, with a finding, and partial where it was called healthy.</summary>
    public static Records.Diagnoses.Diagnosis Tell(Records.Diagnoses.Diagnosis diagnosis)
    {
        if (diagnosis.Depth is not { } depth || diagnosis.Verdict == Verdict.Collapsed) return diagnosis;
        if (!depth.IsAll)
        {
            string kept = Text.Of($"With the depth of each example known, {depth.VarianceLeft:P0} of the variance of the {Text.Count(depth.Units, "unit")} that {(depth.Units == 1 ? "informs" : "inform")} is left: the code holds more than depth.");
            return diagnosis with { Explanation = [.. diagnosis.Explanation.SkipLast(1), kept, .. diagnosis.Explanation.TakeLast(1)] };
        }

        string sentence = depth.Units == 0
            ? "The code holds only depth: no unit informs but the library's own."
            : Text.Of($"The code holds only depth: with the log of an example's total count known, {depth.VarianceLeft:P1} of the variance of the {Text.Count(depth.Units, "unit")} that {(depth.Units == 1 ? "informs" : "inform")} is left.");
        string says = $"{sentence} How much was counted is known without a code, and tells nothing of what.";
        bool wasHealthy = diagnosis.Verdict == Verdict.Healthy;
        return diagnosis with
        {
            Verdict = Verdict.Partial,
            Explanation = wasHealthy
                ? [$"Partial: {char.ToLowerInvariant(says[0])}{says[1..]}", .. diagnosis.Explanation.Skip(1)]
                : [diagnosis.Explanation[0], says, .. diagnosis.Explanation.Skip(1)],
            Findings = [.. diagnosis.Findings.Append(Finding(says, depth)).OrderByDescending(finding => finding.Confidence)],
        };
    }

    private static Finding Finding(string statement, Depth depth) => new()
    {
        Cause = "unknown",
        Severity = Severity.Warning,
        Confidence = 0,
        Statement = statement,
        Evidence = [new Evidence("depth.variance_left", depth.VarianceLeft, Thresholds.DepthLeft.Value, Thresholds.DepthLeft.Source)],
    };
}
