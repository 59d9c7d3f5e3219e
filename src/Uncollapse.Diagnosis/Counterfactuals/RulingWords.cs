using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Trials in plain words.</summary>
internal static class RulingWords
{
    /// <summary>What trials say of one suspect, in a sentence or two.</summary>
    public static string Of(Ruling ruling)
    {
        if (ruling.Without?.MutualInformation is null) return $"A trial without it told nothing: {ruling.Without?.Note ?? "the budget did not suffice"}.";
        string now = Told(ruling.Without), changed = Changes(ruling.Without), before = ruling.With?.MutualInformation is null ? "nothing known" : Told(ruling.With);
        return ruling.Outcome switch
        {
            SuspectOutcome.Convicted when !ruling.Suspect.KeepsOut => $"A trial that ends the schedule ({changed}) tells {now}, where these weights tell {before}.",
            SuspectOutcome.Convicted => $"A trial convicts it: with {changed} and all else equal the code tells {now} and another example's costs {Cost(ruling.Without)}; unchanged and trained as long it tells {before}.",
            SuspectOutcome.ConvictedJointly => $"It is one of several: without all of them ({changed}) the code tells {now}, with this one alone left in {before}.",
            SuspectOutcome.Acquitted => $"A trial acquits it: with {changed} and all else equal the code tells {now}, unchanged {before}.",
            _ => $"Trials leave it open: with {changed} the code tells {now}, unchanged {before}.",
        };
    }

    /// <summary>All trials in a sentence.</summary>
    public static string Summary(IReadOnlyList<Ruling> rulings, TrialRoom room, bool controlLives, bool interrupted)
    {
        string end = interrupted ? " They were interrupted." : room.IsClosed ? " The budget was used up." : "";
        if (room.Control is null) return $"The budget does not suffice for a trial that shows anything.{end}";
        if (controlLives) return "Trained as briefly as the budget allows, the unchanged plan has not collapsed: trials of this length tell nothing of what the whole training does. It may be a matter of time: look at the history, and give trials a larger budget.";
        string length = room.IsWholeLength ? "as long as the run" : Text.Of($"{Text.Count(room.Epochs!.Value, "epoch")} of {Text.Count(room.Examples!.Value, "example")} each, the control too");
        string Names(SuspectOutcome outcome) => string.Join(", ", rulings.Where(ruling => ruling.Outcome == outcome).Select(ruling => ruling.Suspect.Cause));
        string[] parts =
        [
            .. from pair in new[] { ("convicted", SuspectOutcome.Convicted), ("convicted together", SuspectOutcome.ConvictedJointly), ("acquitted", SuspectOutcome.Acquitted), ("undecided", SuspectOutcome.Undecided) }
               let names = Names(pair.Item2)
               where names.Length > 0
               select $"{pair.Item1}: {names}",
        ];
        return $"{Text.Count(room.Trials.Count, "trial")}, {length}; {string.Join("; ", parts)}.{end}";
    }

    private static string Told(Trial trial) => $"{Text.Nats(trial.MutualInformation!.Estimate)} nats ({Text.Nats(trial.MutualInformation.Ci95[0])} to {Text.Nats(trial.MutualInformation.Ci95[1])})";

    private static string Cost(Trial trial) => trial.ShuffleCode is { } cost ? $"{Text.Nats(cost.LossNats)} nats" : "an unknown amount";

    private static string Changes(Trial trial) => string.Join(", ", trial.Changes.Select(change => $"{change.Key} {change.After} instead of {change.Before}"));
}
