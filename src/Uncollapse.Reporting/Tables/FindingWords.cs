using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>A finding's head in words and tone.</summary>
internal static class FindingWords
{
    private const string Unknown = "unknown";

    /// <summary>The gravest first, then the surest.</summary>
    internal static IEnumerable<Finding> Sorted(Diagnosis diagnosis) =>
        diagnosis.Findings.OrderByDescending(finding => finding.Severity).ThenByDescending(finding => finding.Confidence);

    /// <summary>What heads it. An unknown cause is no error of anybody's: it is what was found.</summary>
    internal static string Severity(Finding finding) => finding.Cause == Unknown ? "Finding" : finding.Severity switch
    {
        Records.Diagnoses.Severity.Error => "Error",
        Records.Diagnoses.Severity.Warning => "Warning",
        _ => "Note",
    };

    internal static Tone Tone(Finding finding) => finding.Severity switch
    {
        Records.Diagnoses.Severity.Error => Tables.Tone.Bad,
        Records.Diagnoses.Severity.Warning => Tables.Tone.Warning,
        _ => Tables.Tone.Muted,
    };

    internal static string Cause(Finding finding) => finding.Cause == Unknown ? "cause unknown" : finding.Cause;

    /// <summary>What its evidence is evidence of.</summary>
    internal static string Evidence(Finding finding) => finding.Cause == Unknown ? "What was measured" : $"Evidence for {finding.Cause}";

    /// <summary>How sure; null where no cause is named that one could be sure of.</summary>
    internal static string? Confidence(Finding finding) => finding.Cause == Unknown ? null : $"confidence {Numbers.Confidence(finding.Confidence)}";

    /// <summary>The page of the documentation about its cause.</summary>
    internal static string Page(Finding finding) => $"docs/causes/{finding.Cause}.md";
}
