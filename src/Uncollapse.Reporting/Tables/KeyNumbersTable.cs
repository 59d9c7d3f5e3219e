using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>The numbers that a verdict rests on, each beside its interval, its estimator and its meaning.</summary>
public static class KeyNumbersTable
{
    /// <summary>The table of a diagnosis.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a measure; nats per example unless a row says otherwise.</returns>
    public static TableModel Of(Diagnosis diagnosis)
    {
        TableColumn[] columns =
        [
            new("Measure"),
            new("Value", Numeric: true, Meaning: "in nats per example unless the row says otherwise; counts are of units"),
            new("Uncertainty", Numeric: true, Meaning: "95 % interval in brackets, or standard error after ±"),
            new("Estimator", Meaning: "how the value was obtained, and from how much"),
            new("Meaning", Secondary: true),
        ];
        return new TableModel("Key numbers", columns, [.. Information(diagnosis), .. Units(diagnosis), .. Likelihood(diagnosis), .. Gap(diagnosis.InferenceGap)]);
    }

    private static IEnumerable<TableCell[]> Information(Diagnosis diagnosis)
    {
        MutualInformation information = diagnosis.MutualInformation;
        string saturated = information.Saturated ? "; saturated: more examples are needed" : "";
        string sampling = $"{Numbers.Plural(information.Examples, "example")} × {Numbers.Plural(information.SamplesPerExample, "sample")}"
            + $", aggregate of {Numbers.Count(information.AggregateSize)}, ceiling {Numbers.Value(information.Ceiling)}{saturated}";
        yield return
        [
            "Mutual information, lower bound", new(Numbers.Value(information.Estimate, information.Ci95)) { Tone = information.Saturated ? Tone.Warning : Tone.Normal },
            Numbers.Interval(information.Ci95), sampling, "What a code tells about its example: the measure of health.",
        ];
        yield return
        [
            // With the digits of the lower one, or the last of them would set the two in the wrong order.
            "Mutual information, upper bound", Numbers.Value(information.Upper, information.Ci95), "", "the smaller of the leave-one-out bound (Poole et al. 2019) and the rate",
            "The truth for fresh examples lies between the two bounds.",
        ];
        string closed = $"{diagnosis.RateEstimator}, {Numbers.Plural(diagnosis.Subject.Examples, "example")}";
        yield return ["Rate", Numbers.Nats(diagnosis.Rate), "", closed, "What the code costs: KL(q(z|x)‖p(z)). Informative only as far as it is mutual information."];
        string most = information.Saturated ? "; at most, as the information is saturated" : "";
        yield return ["Aggregate KL", Numbers.Nats(diagnosis.AggregateKl), "", "rate − mutual information" + most, "The part of the rate that says nothing about the example."];
        foreach (LevelDiagnosis level in diagnosis.Levels)
        {
            yield return
            [
                $"– level {level.Level}", Numbers.Nats(level.Rate), "", $"rate of {Numbers.Plural(level.Units, "unit")}; mutual information {Numbers.Nats(level.MutualInformation)}{(level.Level == "z1" ? ", beside what z2 tells" : "")}",
                "The part of the rate that this level pays.",
            ];
        }

        if (diagnosis.TotalCorrelation is null) yield break;
        yield return ["– total correlation", Numbers.Nats(diagnosis.TotalCorrelation), "", "aggregate KL, first part (Chen et al. 2018)" + most, "Dependence between units."];
        yield return ["– marginal KL", Numbers.Nats(diagnosis.MarginalKl), "", "aggregate KL, second part", "Distance of each unit's aggregate from the prior."];
    }

    private static IEnumerable<TableCell[]> Gap(InferenceGap? gap)
    {
        if (gap is null) yield break;
        string how = $"{Numbers.Plural(gap.Examples, "example")} refined by {Numbers.Count(gap.Steps)} steps from {Numbers.Count(gap.Starts.Count - 1)} starts{(gap.Beta == 1 ? "" : $", at β = {Numbers.Setting(gap.Beta)}")}";
        yield return ["Inference gap", Numbers.Value(gap.Gap, gap.Ci95), Numbers.Interval(gap.Ci95), how, "What the objective gains when each example gets its own best posterior instead of the encoder's."];
        yield return
        [
            "– refined information", Numbers.Nats(gap.RefinedInformation), "", $"the encoder's on the same examples: {Numbers.Nats(gap.AmortisedInformation)}; ceiling {Numbers.Value(gap.InformationCeiling)}",
            "What the codes would tell if the encoder were perfect. Far more than the encoder's: it lags behind the decoder.",
        ];
        if (gap.Exact is not { } exact) yield break;
        yield return ["– exact log p(x)", Numbers.Nats(exact.LogLikelihood), "", $"by a grid of {Numbers.Count((int)exact.Grid[2])} codes; the encoder's posteriors are {Numbers.Nats(exact.EncoderKl)} nats from the exact ones", "One unit: nothing is approximated."];
        yield return ["– spread of exact means", Numbers.Nats(exact.ModelSpread), "", $"standard deviation over examples; the encoder's means: {Numbers.Nats(exact.EncoderSpread)}", "The model's spread with the encoder near 0: it lags. Both near 0: the model let the code go (He et al. 2019)."];
    }

    private static IEnumerable<TableCell[]> Units(Diagnosis diagnosis)
    {
        if (diagnosis.ActiveUnits is not { } active || diagnosis.Units.Count == 0) yield break;
        string of = $"of {Numbers.Count(diagnosis.LatentSize)}";
        yield return
        [
            "Units that inform", Numbers.Count(InformativeUnits.Count(diagnosis)), of, $"mutual information of the unit alone at least {Numbers.Setting(InformativeUnits.Threshold(diagnosis))} nats",
            "Units that tell examples apart: the count that the verdict rests on.",
        ];
        yield return
        [
            "Active units (Burda)", Numbers.Count(active), of,
            $"variance of the posterior's mean at least {Threshold(diagnosis, "active_unit_variance", "the threshold")} of the prior's (Burda et al. 2016)",
            "Units whose mean moves with the example, however little that tells of it.",
        ];
        yield return
        [
            "(ε, δ)-collapsed units", Numbers.Count(diagnosis.Units.Count(unit => unit.Collapsed)), of,
            "share of examples with KL below ε at least 1 − δ (Lucas et al. 2019)", "Units that equal the prior for nearly every example.",
        ];
    }

    private static IEnumerable<TableCell[]> Likelihood(Diagnosis diagnosis)
    {
        string reason = Unmeasured.NeedsDecoder(diagnosis);
        Intervention? shuffle = diagnosis.Interventions?.ShuffleCode;
        yield return Row("Use of the code", shuffle?.LossNats, Half(shuffle?.Ci95), Numbers.Interval(shuffle?.Ci95), shuffle is null ? reason : "codes exchanged between examples", "What the decoder loses with another example's code.");
        yield return Row("ELBO", diagnosis.Elbo, null, "", diagnosis.Elbo is null ? reason : $"β = 1, outputs summed, {diagnosis.Subject.Split ?? "one"} split", Words.UpperFirst(ObjectiveWords.Of(diagnosis)) + "; − distortion − rate.");
        Reconstruction? reconstruction = diagnosis.Reconstruction;
        yield return Row("Distortion", reconstruction?.Distortion, reconstruction?.StandardError, Error(reconstruction?.StandardError), reconstruction is null ? reason : Describe(reconstruction), "Nats left to describe an example once its code is known. Codes are drawn, so the splits' table, with draws of its own, differs by noise.");
        if (reconstruction?.MeanSquaredError is { } squared) yield return Row("Mean squared error", squared, null, "", "per output, of the decoder's mean; no unit of nats", "Reconstruction error in the data's own scale.");
        if (reconstruction?.Sigma2 is { } sigma2) yield return Row("Likelihood variance σ²", sigma2, null, "", "mean over outputs; no unit of nats", "The noise that the decoder assumes.");
        NegativeLogLikelihood? nll = diagnosis.Nll;
        string estimator = nll is null ? Unmeasured.NeedsLikelihood(diagnosis) : $"importance-weighted, K = {Numbers.Count(nll.ImportanceSamples)}, {Numbers.Plural(nll.Examples, "example")}; {Numbers.Value(nll.PerDimension)} per {(nll.Perplexity is null ? "output" : "token")}";
        yield return Row("Negative log-likelihood", nll?.Estimate, nll?.StandardError, Error(nll?.StandardError), estimator, "−log p(x); an upper bound that falls as K grows (Burda et al. 2016).");
        if (nll?.Perplexity is { } perplexity) yield return Row("Perplexity", perplexity, null, "", "e to the nats per token, end tokens included", "Of how many equally likely words each next one seems to be chosen.");
    }

    private static TableCell[] Row(string name, double? value, double? error, string uncertainty, string estimator, string meaning) =>
        [name, new(value is { } known && error is { } half ? Numbers.Value(known, half) : Numbers.Value(value)) { Tone = value is null ? Tone.Muted : Tone.Normal }, uncertainty, estimator, meaning];

    private static string Error(double? standardError) => standardError is { } error ? $"± {Numbers.Value(error, error)}" : "";

    private static double? Half(IReadOnlyList<double>? ends) => ends is [double low, double high] ? (high - low) / 2 : null;

    private static string Describe(Reconstruction reconstruction) =>
        reconstruction.Binarisation is { } binarisation ? $"one code per example; binarisation {binarisation}" : "one code per example";

    private static string Threshold(Diagnosis diagnosis, string name, string otherwise) =>
        diagnosis.Thresholds.FirstOrDefault(threshold => threshold.Name == name) is { } found ? Numbers.Setting(found.Value) : otherwise;
}
