using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>The ways round the code that a model has, and what each is worth to its decoder beside the code.</summary>
internal static class Shortcuts
{
    /// <summary>A sentence on each way, with numbers.</summary>
    public static IEnumerable<string> Sentences(Records.Diagnoses.Interventions? made, Verdict verdict) =>
        from way in Of(made)
        let tail = way.Outdoes && (verdict == Verdict.Collapsed || way.Cause != PastCause) ? $": the decoder describes the example {way.Through}, round the code." : "."
        select $"{way.What} {Text.Nats(way.Cost.LossNats)} nats, another example's code {Text.Nats(made!.ShuffleCode!.LossNats)}{tail}";

    /// <summary>The ways that take a collapsed code's place. Interventions accuse; without a trial of the model without the way they do not convict.</summary>
    public static IEnumerable<Finding> Findings(Records.Diagnoses.Interventions? made) =>
        from way in Of(made)
        where way.Outdoes
        select new Finding
        {
            Cause = way.Cause,
            Severity = Severity.Error,
            Confidence = 0.6,
            Statement = $"{way.What} {Text.Nats(way.Cost.LossNats)} nats, another example's code {Text.Nats(made!.ShuffleCode!.LossNats)}: the decoder describes the example {way.Through}, and leaves the code out. Whether the code would carry more without that way needs a trial, which was not made.",
            Evidence =
            [
                new Evidence($"interventions.{way.Measure}.ci95[0]", way.Cost.Ci95[0], Thresholds.DecoderUse.Value, Thresholds.DecoderUse.Source),
                new Evidence($"interventions.shuffle_code / {way.Measure}", made!.ShuffleCode!.LossNats / way.Cost.LossNats, Thresholds.BypassedCode.Value, Thresholds.BypassedCode.Source),
            ],
            Prescriptions = way.Prescriptions,
        };

    /// <summary>Whether another example's code costs next to nothing beside another example's skips.</summary>
    public static bool SkipsOutdo(Records.Diagnoses.Interventions? made) => Of(made).Any(way => way.Outdoes && way.Measure == "shuffle_skip");

    private const string PastCause = "powerful-decoder";

    private static IEnumerable<Way> Of(Records.Diagnoses.Interventions? made)
    {
        if (made?.ShuffleCode is not { } code) yield break;
        bool Outdoes(Intervention cost) => cost.Ci95[0] > Thresholds.DecoderUse.Value && code.LossNats < Thresholds.BypassedCode.Value * cost.LossNats;
        if (made.ShuffleSkip is { } skip)
            yield return new Way("skip-shortcut", "shuffle_skip", skip, Outdoes(skip), "Another example's skip features cost", "through the skips", ["gated-skip", "drop-skip"]);
        if (made.ShuffleCondition is { } condition)
            yield return new Way("condition-shortcut", "shuffle_condition", condition, Outdoes(condition), "Another example's condition costs", "by what it is told", ["target-rate", "free-bits"]);
        if (made.DropContext is { } past)
            yield return new Way(PastCause, "drop_context", past, Outdoes(past), "The example's own past, hidden, costs", "from its own past", ["context-dropout", "narrow-context", "free-bits"]);
    }

    private sealed record Way(string Cause, string Measure, Intervention Cost, bool Outdoes, string What, string Through, IReadOnlyList<string> Prescriptions);
}
