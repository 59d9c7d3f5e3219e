using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>Trainings of the plan without its suspects, beside their control.</summary>
public static class TrialsTable
{
    /// <summary>The table of trials.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>The control, then a row for each trial; null where none was made.</returns>
    public static TableModel? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Counterfactuals is not { Control: { } control } made) return null;
        TableColumn[] columns =
        [
            new("Taken away"), new("Mutual information", Numeric: true, Meaning: "nats, of a model trained anew; the interval is a bootstrap's over the same examples"), new("95 % interval", Numeric: true),
            new("Another's code", Numeric: true, Meaning: "what another example's code costs the decoder, nats"), new("Information"), new("Seconds", Numeric: true, Secondary: true), new("Changed in the plan", Secondary: true),
        ];
        string own = made.IsWholeLength ? "nothing: the run itself" : "nothing: the control";
        return new TableModel("Trials", columns, [Row(control, own, ""), .. made.Trials.Select(trial => Row(trial, string.Join(", ", trial.Without), Outcome(trial.Outcome)))])
        {
            Note = $"{Numbers.Plural(made.Epochs ?? 0, "epoch")} of {Numbers.Plural(made.Examples ?? 0, "example")} each; {Numbers.Duration(made.Seconds)} of {Numbers.Duration(made.BudgetSeconds)} used.",
        };
    }

    private static TableCell[] Row(Trial trial, string name, string outcome) =>
    [
        name, trial.MutualInformation is { } information ? Numbers.Value(information.Estimate, information.Ci95) : Numbers.NotMeasured, Numbers.Interval(trial.MutualInformation?.Ci95),
        trial.ShuffleCode is { } cost ? Numbers.Value(cost.LossNats, cost.Ci95) : Numbers.NotMeasured,
        new(trial.Note ?? outcome) { Tone = trial.Outcome == TrialOutcome.Returned ? Tone.Good : Tone.Normal },
        Numbers.Duration(trial.Seconds), string.Join("; ", trial.Changes.Select(change => $"{change.Key}: {change.Before} → {change.After}")),
    ];

    private static string Outcome(TrialOutcome outcome) => outcome switch
    {
        TrialOutcome.Returned => "returns",
        TrialOutcome.Stayed => "stays as it was",
        TrialOutcome.Changed => "changes",
        _ => "not told",
    };
}
