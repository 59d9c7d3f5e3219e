using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Passes rulings on to findings: their confidence, their evidence, and causes that trials alone found.</summary>
internal static class Sentence
{
    private const string Unknown = "unknown";
    private const double Named = 0.5;

    public static Records.Diagnoses.Diagnosis Pass(Records.Diagnoses.Diagnosis diagnosis, IReadOnlyList<Ruling> rulings, IReadOnlyList<Trial> trials)
    {
        if (trials.Count == 0) return diagnosis;
        var found = new List<(Finding Finding, double Returned)>();
        foreach (Finding finding in diagnosis.Findings)
        {
            Ruling? ruling = rulings.FirstOrDefault(one => one.Suspect.Cause == finding.Cause || one.Suspect.Aliases.Contains(finding.Cause));
            found.Add((ruling is null ? finding : After(finding, ruling), ruling?.Returned ?? 0));
        }

        foreach (Ruling ruling in rulings.Where(ruling => ruling.Convicts && diagnosis.Findings.All(finding => finding.Cause != ruling.Suspect.Cause)))
            found.Add((New(ruling, diagnosis.Verdict), ruling.Returned));
        bool explained = rulings.Any(ruling => ruling.Convicts && ruling.Suspect.KeepsOut);
        // What trials explain is not unknown; units that are not heard are another matter than a collapse.
        if (explained) found.RemoveAll(pair => pair.Finding is { Cause: Unknown, Severity: Severity.Error });
        else if (diagnosis.Verdict == Verdict.Collapsed && found.TrueForAll(pair => pair.Finding.Cause == Unknown || pair.Finding.Confidence < Named || pair.Finding.Cause == "unfinished-schedule"))
            found = [.. found.Where(pair => pair.Finding is not { Cause: Unknown, Severity: Severity.Error }), (Unexplained(diagnosis), 0)];
        return diagnosis with
        {
            Findings = [.. found.OrderByDescending(pair => pair.Finding.Confidence).ThenByDescending(pair => pair.Returned).Select(pair => pair.Finding)],
        };
    }

    private static Finding After(Finding finding, Ruling ruling) => finding with
    {
        Confidence = ruling.Ratio.Equals(1.0) ? finding.Confidence : TrialRule.Posterior(finding.Confidence, ruling.Ratio),
        Severity = ruling.Outcome == SuspectOutcome.Acquitted ? Severity.Info : finding.Severity,
        Statement = ruling.Without is null ? finding.Statement : $"{Untried.Strip(finding.Statement)} {RulingWords.Of(ruling)}",
        Counterfactual = Evidence(ruling, finding.Confidence),
    };

    private static Finding New(Ruling ruling, Verdict verdict) => new()
    {
        Cause = ruling.Suspect.Cause,
        Severity = verdict == Verdict.Collapsed ? Severity.Error : Severity.Warning,
        Confidence = TrialRule.Posterior(ruling.Suspect.Prior, ruling.Ratio),
        Statement = $"{ruling.Suspect.Says} {RulingWords.Of(ruling)}",
        Prescriptions = ruling.Suspect.Prescriptions,
        Counterfactual = Evidence(ruling, null),
    };

    private static Counterfactual Evidence(Ruling ruling, double? before) => new()
    {
        Outcome = ruling.Outcome,
        Changes = ruling.Without?.Changes ?? [],
        MutualInformationWith = ruling.With?.MutualInformation?.Estimate,
        IntervalWith = ruling.With?.MutualInformation?.Ci95,
        MutualInformationWithout = ruling.Without?.MutualInformation?.Estimate,
        IntervalWithout = ruling.Without?.MutualInformation?.Ci95,
        Seconds = (ruling.With?.Seconds ?? 0) + (ruling.Without?.Seconds ?? 0),
        ConfidenceBefore = before,
    };

    private static Finding Unexplained(Records.Diagnoses.Diagnosis diagnosis) => new()
    {
        Cause = Unknown,
        Severity = Severity.Error,
        Confidence = 0,
        Statement = "No suspect in the plan that trials took away brought the code back: what keeps it out is none of them.",
        Evidence = [new Evidence("mutual_information.upper", diagnosis.MutualInformation.Upper, Thresholds.CollapsedInformation.Value, Thresholds.CollapsedInformation.Source)],
    };
}
