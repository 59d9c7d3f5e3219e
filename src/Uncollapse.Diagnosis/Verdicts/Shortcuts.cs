using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>The ways round the code that a model has, and what each is worth to its decoder beside the code.</summary>
internal static class Shortcuts
{
    /// <summary>A sentence on each way, with numbers.</summary>
    public static IEnumerable<string> Sentences(Records.Diagnoses.Interventions? made, Judgement judgement) =>
        from way in Of(made)
        let tail = judgement.WaysRound.Any(taken => taken.Measure == way.Measure) ? $": the decoder describes the example {way.Through}, round the code." : "."
        select $"{way.What} {Text.Nats(way.Cost.LossNats)} nats, another example's code {Text.Nats(made!.ShuffleCode!.LossNats)}{tail}";

    /// <summary>The ways that take the code's place. Interventions accuse; without a trial of the model without the way they do not convict.</summary>
    public static IEnumerable<Finding> Findings(Records.Diagnoses.Interventions? made, Judgement judgement, StabilityFork fork)
    {
        bool collapsed = judgement.Verdict == Verdict.Collapsed;
        string left = collapsed ? "leaves the code out" : "asks next to nothing of the code";
        return
            from way in judgement.WaysRound
            select new Finding
            {
                Cause = way.Cause,
                Severity = collapsed ? Severity.Error : Severity.Warning,
                // The law, too: without that way a code would grow.
                Confidence = fork.IsStable && fork.Lifts(way.Suspect) ? 0.9 : fork.LiftsWithAnother(way.Suspect) ? 0.8 : 0.6,
                Statement = $"{way.What} {Text.Nats(way.Cost.LossNats)} nats, another example's code {Text.Nats(made!.ShuffleCode!.LossNats)}: the decoder describes the example {way.Through}, and {left}. {Untried.Way}",
                Evidence =
                [
                    new Evidence($"interventions.{way.Measure}.ci95[0]", way.Cost.Ci95[0], Thresholds.DecoderUse.Value, Thresholds.DecoderUse.Source),
                    new Evidence($"interventions.shuffle_code / {way.Measure}", made!.ShuffleCode!.LossNats / way.Cost.LossNats, Thresholds.BypassedCode.Value, Thresholds.BypassedCode.Source),
                ],
                Prescriptions = way.Prescriptions,
            };
    }

    /// <summary>The ways that take the code's place: beside them another example's code costs next to nothing, and a code that is used beside a rightful way
    /// also tells little.</summary>
    public static IEnumerable<Shortcut> That(Records.Diagnoses.Interventions? made, MutualInformation information, bool collapsed) =>
        Of(made).Where(way => Outdoes(way, made!) && (collapsed || !way.IsRightful || information.Upper < Thresholds.OutdoneInformation.Value));

    /// <summary>Whether another example's code costs next to nothing beside another example's skips.</summary>
    public static bool SkipsOutdo(Records.Diagnoses.Interventions? made) => Of(made).Any(way => !way.IsRightful && Outdoes(way, made!));

    private static bool Outdoes(Shortcut way, Records.Diagnoses.Interventions made) =>
        way.Cost.Ci95[0] > Thresholds.DecoderUse.Value && made.ShuffleCode!.LossNats < Thresholds.BypassedCode.Value * way.Cost.LossNats;

    private static IEnumerable<Shortcut> Of(Records.Diagnoses.Interventions? made)
    {
        if (made?.ShuffleCode is null) yield break;
        if (made.ShuffleSkip is { } skip)
            yield return new Shortcut("skip-shortcut", "shuffle_skip", "skips", skip, false, "Another example's skip features cost", "through the skips", ["gated-skip", "drop-skip"]);
        if (made.ShuffleCondition is { } condition)
            yield return new Shortcut("condition-shortcut", "shuffle_condition", "condition", condition, true, "Another example's condition costs", "by what it is told", ["free-bits", "cut-condition"]);
        if (made.DropContext is { } past)
            yield return new Shortcut("powerful-decoder", "drop_context", "past", past, true, "The example's own past, hidden, costs", "from its own past", ["context-dropout", "narrow-context", "free-bits"]);
    }
}
