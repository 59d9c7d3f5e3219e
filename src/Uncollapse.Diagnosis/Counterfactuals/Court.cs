using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>Which trials are made, and what they say of each suspect. A pure function of what a trial answers.</summary>
/// <remarks>Each suspect alone first, the most accused before the others. Where some brought nothing back, all together; and where that brings it back, all but one: what keeps the code out when it alone is left is
/// one of several causes.</remarks>
/// <param name="suspects">The suspects, the most accused first.</param>
/// <param name="control">The control.</param>
/// <param name="attempt">A trial without some suspects; null where it cannot be made any more.</param>
internal sealed class Court(IReadOnlyList<Suspect> suspects, Trial control, Func<IReadOnlyList<Suspect>, Trial?> attempt)
{
    private readonly Suspect[] _keepers = [.. suspects.Where(suspect => suspect.KeepsOut)];

    /// <summary>Trials at most: each alone, all together, and all but one where that is neither.</summary>
    public static int Most(IReadOnlyList<Suspect> suspects)
    {
        int keepers = suspects.Count(suspect => suspect.KeepsOut);
        return suspects.Count + (keepers < 2 ? 0 : keepers == 2 ? 1 : 1 + keepers);
    }

    public IReadOnlyList<Ruling> Rule()
    {
        Trial?[] alone = [.. suspects.Select(suspect => attempt([suspect]))];
        bool some = _keepers.Length > 1 && suspects.Zip(alone).Any(pair => pair.First.KeepsOut && pair.Second?.Outcome == TrialOutcome.Stayed);
        Trial? none = some ? attempt(_keepers) : null;
        return [.. suspects.Zip(alone, (suspect, single) => Of(suspect, single, none, some))];
    }

    private Ruling Of(Suspect suspect, Trial? single, Trial? none, bool some)
    {
        if (single is not { Outcome: not TrialOutcome.Untold }) return new Ruling(suspect, SuspectOutcome.Undecided, control, single, 1);
        // What a schedule's end changes is known; where it changes nothing the plan still says what it says.
        if (!suspect.KeepsOut)
            return single.Outcome == TrialOutcome.Changed ? new Ruling(suspect, SuspectOutcome.Convicted, control, single, TrialRule.HealingRatio) : new Ruling(suspect, SuspectOutcome.Undecided, control, single, 1);
        if (single.Outcome == TrialOutcome.Returned) return new Ruling(suspect, SuspectOutcome.Convicted, control, single, Ratio(single));
        if (!some) return Acquitted(suspect, single);
        if (none is not { Outcome: not TrialOutcome.Untold }) return new Ruling(suspect, SuspectOutcome.Undecided, control, single, 1);
        if (none.Outcome != TrialOutcome.Returned) return Acquitted(suspect, single);
        return attempt([.. _keepers.Where(other => other != suspect)]) switch
        {
            null or { Outcome: TrialOutcome.Untold } => new Ruling(suspect, SuspectOutcome.Undecided, control, single, 1),
            { } left when TrialRule.KeepsOut(none, left) => new Ruling(suspect, SuspectOutcome.ConvictedJointly, left, none, Ratio(none)),
            _ => Acquitted(suspect, single),
        };
    }

    private Ruling Acquitted(Suspect suspect, Trial single) => new(suspect, SuspectOutcome.Acquitted, control, single, TrialRule.AcquittingRatio);

    private static double Ratio(Trial trial) => trial.Verdict == Verdict.Healthy ? TrialRule.HealingRatio : TrialRule.PartRatio;
}
