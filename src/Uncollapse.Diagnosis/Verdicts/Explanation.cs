using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>The verdict in plain words: what was found, on what evidence, what stays unknown.</summary>
internal static class Explanation
{
    public static IReadOnlyList<string> Of(Records.Diagnoses.Diagnosis measured, Judgement judgement)
    {
        var lines = new List<string> { Headline(measured, judgement), Information(measured) };
        if (measured.MutualInformation.Saturated) lines.Add(Saturation(measured.MutualInformation));
        lines.Add(Use(measured));
        if (StabilityWords.Of(measured.Stability, judgement.Verdict) is { } stability) lines.Add(stability);
        lines.AddRange(Shortcuts.Sentences(measured.Interventions, judgement));
        if (judgement.DeafUnits.Count > 0) lines.Add(Text.Of($"{Text.Count(judgement.DeafUnits.Count, "unit")} of the {judgement.InformativeUnits.Count} that inform can be exchanged between examples at no cost: the decoder does not listen to them."));
        lines.Add(Units(measured, judgement));
        if (measured.Prediction is { } prediction && Foretold(prediction) is { } foretold) lines.Add(foretold);
        if (Lag.Sentence(measured.InferenceGap) is { } lag) lines.Add(lag);
        if (Spread(measured, judgement) is { } spread) lines.Add(spread);
        lines.Add(Basis(measured));
        return lines;
    }

    private static string Headline(Records.Diagnoses.Diagnosis measured, Judgement judgement) => judgement switch
    {
        { IsMute: true } when measured.Rate >= Thresholds.ConstantCodeRate.Value =>
            Text.Of($"Collapsed: the encoder is mute. Its rate is {Text.Nats(measured.Rate)} nats, but the code says nothing about which example it came from."),
        { IsMute: true } => "Collapsed: the encoder is mute. It gives every example the same code, the prior, so nothing can be learned from the code.",
        { IsDeaf: true, IsConstant: true } =>
            Text.Of($"Collapsed: the code is as good as a constant. Its rate is {Text.Nats(measured.Rate)} nats, of which {Text.Nats(measured.MutualInformation.Estimate)} tell examples apart, and the decoder does as well with another example's code."),
        { IsDeaf: true } => "Collapsed: the decoder is deaf. The encoder writes information into the code, but the decoder does as well with another example's code.",
        { IsBypassed: true } => Text.Of($"Collapsed: the code is a constant that opens the skips. Its rate is {Text.Nats(measured.Rate)} nats, but the examples' descriptions go round it."),
        { Verdict: Verdict.Partial, WaysRound.Count: > 0 } =>
            $"Partial: the decoder describes examples {string.Join(" and ", judgement.WaysRound.Select(way => way.Through))}. The code informs and is used, but beside that it is worth next to nothing.",
        { IsFaint: true } => Text.Of($"Partial: the code tells next to nothing. No unit carries {Thresholds.InformativeUnit.Value} nats alone, and all together carry {Text.Nats(measured.MutualInformation.Estimate)}."),
        { IsLeftBehind: true } => "Partial: the encoder lags behind. The code informs and is used, but the decoder would use more than twice as much.",
        { Verdict: Verdict.Partial, InformsOnlyInPart: true } => "Partial: every unit that informs does so for a part of the examples only; for the rest it holds no information.",
        { Verdict: Verdict.Partial } => "Partial: the code informs, but the decoder does not listen to all of it.",
        _ when measured.Interventions?.ShuffleCode is null => "Healthy as far as can be told from the codes alone: they tell examples apart.",
        _ => "Healthy: the code tells examples apart, and the decoder uses it.",
    };

    private static string Information(Records.Diagnoses.Diagnosis measured)
    {
        MutualInformation information = measured.MutualInformation;
        bool isOpen = information.Upper - information.Estimate >= Thresholds.InformativeUnit.Value;
        string how = information.Saturated ? $"at least {Text.Nats(information.Estimate)}" : isOpen ? $"between {Text.Nats(information.Estimate)} and {Text.Nats(information.Upper)}" : Text.Nats(information.Estimate);
        string carries = $"The code carries {how} nats of information about an example (95 % interval{(isOpen && !information.Saturated ? " of the lower bound" : "")} {Text.Nats(information.Ci95[0])} to {Text.Nats(information.Ci95[1])}; 0.69 nats answer one yes-or-no question). The rate, what the code costs, is {Text.Nats(measured.Rate)} nats";
        // Less than a hundredth of a nat is the estimate's noise.
        return information.Saturated || measured.AggregateKl < 0.01
            ? carries + "."
            : carries + $"; {(isOpen ? "at most " : "")}{Text.Nats(measured.AggregateKl)} of them are the distance of all codes together from the prior and inform about nothing.";
    }

    private static string Saturation(MutualInformation information) => information.Upper - information.Estimate < Thresholds.InformativeUnit.Value
        ? $"That estimate is near its ceiling of {Text.Nats(information.Ceiling)} nats, the log of {Text.Count(information.AggregateSize, "example")}, and near its upper bound."
        : $"That estimate is near its ceiling of {Text.Nats(information.Ceiling)} nats, the log of {Text.Count(information.AggregateSize, "example")}: the truth lies between {Text.Nats(information.Lower)} and {Text.Nats(information.Upper)}, and how much of the rate is information cannot be told from so few. More examples lift the ceiling: a larger --examples, or a larger --split where this one is used up.";

    private static string Use(Records.Diagnoses.Diagnosis measured)
    {
        if (measured.Interventions?.ShuffleCode is not { } shuffle)
            return "Whether a decoder uses this code is unknown: only the posteriors were given, so likelihood, reconstruction and interventions were not measured.";
        return $"Given another example's code, the decoder describes an example {Text.Nats(shuffle.LossNats)} nats worse (95 % interval {Text.Nats(shuffle.Ci95[0])} to {Text.Nats(shuffle.Ci95[1])}).";
    }

    private static string Units(Records.Diagnoses.Diagnosis measured, Judgement judgement)
    {
        if (measured.Units.Count == 0)
        {
            string levels = string.Concat(measured.Levels.Select(level => Text.Of($" Level {level.Level} of {Text.Count(level.Units, "unit")} costs {Text.Nats(level.Rate)} nats and tells {Text.Nats(level.MutualInformation)}{(level.Level == "z1" ? " that the other level does not" : "")}.")));
            return string.Join(' ', measured.Undefined) + levels;
        }

        int passive = measured.Units.Count(unit => unit.Status == UnitStatus.Passive), mixed = measured.Units.Count(unit => unit.Status == UnitStatus.Mixed);
        int active = measured.Units.Count - passive - mixed;
        string text = Text.Of($"Of {Text.Count(measured.LatentSize, "unit")}, {judgement.InformativeUnits.Count} {(judgement.InformativeUnits.Count == 1 ? "carries" : "carry")} at least {Thresholds.InformativeUnit.Value} nats. By the shape of their posteriors {active} are active, {mixed} mixed (active on a part of the examples, or barely) and {passive} passive (as good as the prior)");
        return passive > 0 && judgement.Verdict != Verdict.Collapsed
            ? text + ". Passive units are no fault in themselves: a model uses as many as the data pay for."
            : text + ".";
    }

    /// <summary>What the data foretold; null where there are too few examples to say that none pays.</summary>
    private static string? Foretold(Prediction prediction)
    {
        if (prediction.CriticalBeta > prediction.Beta)
            return Text.Of($"The training examples alone, for a decoder that describes each output by itself: at beta {prediction.Beta:G4} they pay for {prediction.PredictedActiveUnits} of {Text.Count(prediction.LatentSize, "unit")} by the linear theory (a bent decoder says as much with fewer), and above beta {prediction.CriticalBeta:G4} collapse is stable.");
        return prediction.CollapseIsForetold
            ? Text.Of($"The training examples alone foretell a collapse: beta {prediction.Beta:G4} is above {(prediction.EigenvaluesAreHeldOut ? prediction.CriticalBetaInSample : prediction.CriticalBeta):G4}, from which on the collapsed state of a decoder that describes each output by itself is stable.")
            : null;
    }

    /// <summary>A code may inform by many units of which none passes a threshold of its own: then counts of units mislead.</summary>
    private static string? Spread(Records.Diagnoses.Diagnosis measured, Judgement judgement)
    {
        if (measured.Units.Count == 0 || judgement.Verdict == Verdict.Collapsed || (measured.ActiveUnits > 0 && judgement.InformativeUnits.Count > 0)) return null;
        string none = judgement.InformativeUnits.Count > 0
            ? $"No unit's mean varies by {Thresholds.ActiveVariance.Value} of the prior's variance, so none counts as active"
            : measured.ActiveUnits > 0
                ? $"No unit carries {Thresholds.InformativeUnit.Value} nats alone"
                : $"No unit carries {Thresholds.InformativeUnit.Value} nats alone, and none's mean varies by {Thresholds.ActiveVariance.Value} of the prior's variance, which would count as active";
        return FormattableString.Invariant($"{none}: the information is spread thinly, and the {measured.LatentSize} units tell examples apart only together. Counts of units say little here; the {Text.Nats(measured.MutualInformation.Estimate)} nats of the whole code do.");
    }

    private static string Basis(Records.Diagnoses.Diagnosis measured)
    {
        string split = measured.Subject.Split is { } name ? $" of the {name} split" : "";
        return Text.Of($"Measured on {Text.Count(measured.Subject.Examples, "example")}{split}, {Text.Count(measured.MutualInformation.SamplesPerExample, "code")} drawn for each, seed {measured.Subject.Seed}.");
    }
}
