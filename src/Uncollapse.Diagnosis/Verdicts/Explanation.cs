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
        if (judgement.DeafUnits.Count > 0) lines.Add(Text.Of($"{Text.Count(judgement.DeafUnits.Count, "unit")} of the {judgement.InformativeUnits.Count} that inform can be exchanged between examples at no cost: the decoder does not listen to them."));
        lines.Add(Units(measured, judgement));
        lines.Add(Basis(measured));
        return lines;
    }

    private static string Headline(Records.Diagnoses.Diagnosis measured, Judgement judgement) => judgement switch
    {
        { IsMute: true } when measured.Rate >= Thresholds.ConstantCodeRate.Value =>
            Text.Of($"Collapsed: the encoder is mute. Its rate is {measured.Rate:0.##} nats, but the code says nothing about which example it came from."),
        { IsMute: true } => "Collapsed: the encoder is mute. It gives every example the same code, the prior, so nothing can be learned from the code.",
        { IsDeaf: true } => "Collapsed: the decoder is deaf. The encoder writes information into the code, but the decoder does as well with another example's code.",
        { Verdict: Verdict.Partial, InformsOnlyInPart: true } => "Partial: every unit that informs does so for a part of the examples only; for the rest it holds no information.",
        { Verdict: Verdict.Partial } => "Partial: the code informs, but the decoder does not listen to all of it.",
        _ when measured.Interventions?.ShuffleCode is null => "Healthy as far as can be told from the codes alone: they tell examples apart.",
        _ => "Healthy: the code tells examples apart, and the decoder uses it.",
    };

    private static string Information(Records.Diagnoses.Diagnosis measured)
    {
        MutualInformation information = measured.MutualInformation;
        return Text.Of($"The code carries {information.Estimate:0.##} nats of information about an example (95 % interval {information.Ci95[0]:0.##} to {information.Ci95[1]:0.##}; upper bound {information.Upper:0.##}; 0.69 nats answer one yes-or-no question). The rate, what the code costs, is {measured.Rate:0.##} nats; {measured.AggregateKl:0.##} of them are the distance of all codes together from the prior and inform about nothing.");
    }

    private static string Saturation(MutualInformation information) =>
        Text.Of($"That estimate is near its ceiling of {information.Ceiling:0.##} nats, the log of {information.AggregateSize} examples: the true value may be far higher, up to the upper bound. To see more of it, measure more examples (--examples).");

    private static string Use(Records.Diagnoses.Diagnosis measured)
    {
        if (measured.Interventions?.ShuffleCode is not { } shuffle)
            return "Whether a decoder uses this code is unknown: only the posteriors were given, so likelihood, reconstruction and interventions were not measured.";
        return Text.Of($"Given another example's code, the decoder describes an example {shuffle.LossNats:0.##} nats worse (95 % interval {shuffle.Ci95[0]:0.##} to {shuffle.Ci95[1]:0.##}).");
    }

    private static string Units(Records.Diagnoses.Diagnosis measured, Judgement judgement)
    {
        int passive = measured.Units.Count(unit => unit.Status == UnitStatus.Passive), mixed = measured.Units.Count(unit => unit.Status == UnitStatus.Mixed);
        string text = Text.Of($"Of {Text.Count(measured.LatentSize, "unit")}, {judgement.InformativeUnits.Count} {(judgement.InformativeUnits.Count == 1 ? "carries" : "carry")} at least {Thresholds.InformativeUnit.Value} nats, {measured.ActiveUnits} {(measured.ActiveUnits == 1 ? "counts" : "count")} as active by the variance of the mean, {passive} {(passive == 1 ? "is" : "are")} passive");
        if (mixed > 0) text += Text.Of($", {mixed} {(mixed == 1 ? "informs" : "inform")} about a part of the examples only");
        return passive > 0 && judgement.Verdict != Verdict.Collapsed
            ? text + ". Passive units are no fault in themselves: a model uses as many as the data pay for, and how many that is was not predicted."
            : text + ".";
    }

    private static string Basis(Records.Diagnoses.Diagnosis measured)
    {
        string split = measured.Subject.Split is { } name ? $" of the {name} split" : "";
        return Text.Of($"Measured on {measured.Subject.Examples} examples{split}, {Text.Count(measured.MutualInformation.SamplesPerExample, "code")} drawn for each, seed {measured.Subject.Seed}.");
    }
}
