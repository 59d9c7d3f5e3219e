using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Treatments;

/// <summary>A treatment's tables, for page and terminal.</summary>
public static class TreatmentTables
{
    /// <summary>Every trial with what was last seen of it, and what it cost.</summary>
    /// <param name="record">The treatment.</param>
    public static TableModel Trials(TreatmentRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        List<TableColumn> columns =
        [
            new("Trial"), new("Tried for", Meaning: "the cause that it is to cure, or what it is to compare with; and the law: the data foretell collapse without that", Secondary: true), new("Epochs", Numeric: true),
            new("ELBO", Numeric: true, Meaning: "on validation examples at beta = 1, with the last weights, nats"), new("Rate", Numeric: true), new("MI", Numeric: true, Meaning: "mutual information, nats"),
            new("Use", Numeric: true, Meaning: "what another example's code costs, nats"), new("Verdict"), new("Time", Numeric: true, Meaning: "of training and looks"), new("Outcome"),
        ];
        return new TableModel("Trials", columns, [.. record.Trials.Select(Row)])
        {
            Note = string.Join("; ", Notes(record)) is { Length: > 0 } notes ? notes : null,
        };
    }

    private static IEnumerable<string> Notes(TreatmentRecord record)
    {
        TreatmentTrial[] later = [.. record.Trials.Where(trial => trial.Course > 1)];
        if (later.Length > 0) yield return $"the last {(later.Length == 1 ? "one is" : $"{later.Length} are")} a second course: in the first, {string.Join(" and ", record.CameToLight.Select(finding => finding.Cause))} came to light";
        if (record.LeftOut.Count > 0) yield return $"not tried, as the budget does not pay for it: {string.Join("; ", record.LeftOut)}";
    }

    /// <summary>What had to hold of the accepted model, or of the best one that was not.</summary>
    /// <param name="record">The treatment.</param>
    public static TableModel Checks(TreatmentRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new TableModel(
            record.Accepted ? "Why it was accepted" : "Why the best was not accepted",
            [new("What"), new("Before", Numeric: true), new("After", Numeric: true), new("Expected"), new("Holds")],
            [.. record.Checks.Select(Row)]);
    }

    /// <summary>A trial's name for people: its remedies.</summary>
    internal static string Name(TreatmentTrial trial) => trial.Remedies.Count == 0 ? "as it was" : string.Join(" + ", trial.Remedies);

    private static IReadOnlyList<TableCell> Row(TreatmentCheck check) =>
    [
        check.Meaning, Value(check, check.Before), Value(check, check.After), check.Expected,
        check.IsCompared ? new(check.Holds ? "yes" : "no") { Tone = check.Holds ? Tone.Good : Tone.Bad } : new("does not count"),
    ];

    private static string Value(TreatmentCheck check, double? value) =>
        check.Measure == "verdict" && value is { } number ? Words.LowerFirst(((Verdict)(int)number).ToString()) : Numbers.Value(value);

    private static IReadOnlyList<TableCell> Row(TreatmentTrial trial)
    {
        string role = trial.Role == TrialRole.Control ? "control: " : "";
        Tone tone = trial.Outcome.StartsWith("accepted", StringComparison.Ordinal) ? Tone.Good : Tone.Normal;
        return trial.Readings.Count == 0
            ? [Name(trial), role + trial.Reason, "0", "", "", "", "", "", Numbers.Duration(trial.Seconds), trial.Outcome]
            : Seen(trial, trial.Readings[^1], role, tone);
    }

    private static IReadOnlyList<TableCell> Seen(TreatmentTrial trial, TrialReading seen, string role, Tone tone) =>
    [
        Name(trial), role + trial.Reason, Numbers.Count(seen.Epochs), Numbers.Fixed(seen.Elbo, 2), Numbers.Fixed(seen.Rate, 2), Numbers.Fixed(seen.MutualInformation, 2), Numbers.Fixed(seen.Use, 2),
        new(Words.LowerFirst(seen.Verdict.ToString())) { Tone = VerdictWords.Tone(seen.Verdict) }, Numbers.Duration(trial.Seconds), new(trial.Outcome) { Tone = tone },
    ];
}
