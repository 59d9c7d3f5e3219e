using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>The smaller tables of a diagnosis.</summary>
public static class DiagnosisTables
{
    /// <summary>What stands for the label of an example that has none.</summary>
    private const string Missing = "(missing)";

    /// <summary>ELBO, rate and distortion of every split, with what each loses from the first split to it.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a split; null where no split was measured.</returns>
    public static TableModel? Splits(Diagnosis diagnosis)
    {
        if (diagnosis.Splits.Count == 0) return null;
        SplitMeasures first = diagnosis.Splits[0];
        int decimals = Numbers.Decimals(diagnosis.Splits.SelectMany(split => new[] { split.Elbo, split.Rate, split.Distortion }));
        TableColumn[] columns =
        [
            new("Split"), new("Examples", Numeric: true), new("ELBO", Numeric: true, Meaning: "− distortion − rate, β = 1" + (diagnosis.DecoderSeesExample ? "; " + ObjectiveWords.NoBound : "")), new("Rate", Numeric: true),
            new("Distortion", Numeric: true), new("ELBO gap", Numeric: true, Meaning: $"ELBO of {first.Split} − ELBO of this split", Secondary: true),
        ];
        var rows = diagnosis.Splits.Select(split => (IReadOnlyList<TableCell>)
        [
            split.Split, Numbers.Count(split.Examples), Numbers.Fixed(split.Elbo, decimals), Numbers.Fixed(split.Rate, decimals), Numbers.Fixed(split.Distortion, decimals),
            ReferenceEquals(split, first) ? "" : Numbers.Fixed(first.Elbo - split.Elbo, decimals),
        ]).ToList();
        return new TableModel("Splits, nats per example", columns, rows) { Note = diagnosis.DecoderSeesExample ? $"ELBO: {ObjectiveWords.NoBound}" : null };
    }

    /// <summary>What the codes of each label's examples cost and tell.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a label; null where the examples have none.</returns>
    public static TableModel? Labels(Diagnosis diagnosis)
    {
        if (diagnosis.Labels.Count == 0) return null;
        bool several = diagnosis.Labels.Any(label => label.Column != diagnosis.Labels[0].Column);
        TableColumn[] columns =
        [
            new("Label"), new("Examples", Numeric: true), new("Rate", Numeric: true, Meaning: "mean KL from the prior of the label's examples, nats"),
            new("MI", Numeric: true, Meaning: "mean of log q(z|x) / q(z) of the label's examples, nats; weighted by examples it adds up to the whole code's. It is about telling examples apart, not labels"),
        ];
        int decimals = Numbers.Decimals(diagnosis.Labels.SelectMany(label => new[] { label.Rate, label.Information }));
        var rows = diagnosis.Labels.Select(label => (IReadOnlyList<TableCell>)
            [several ? $"{label.Column}: {label.Label}" : label.Label, Numbers.Count(label.Examples), Numbers.Fixed(label.Rate, decimals), Numbers.Fixed(label.Information, decimals)]).ToList();
        return new TableModel(several || diagnosis.Labels[0].Column == "labels" ? "Labels" : $"Labels: {diagnosis.Labels[0].Column}", columns, rows)
        {
            Note = diagnosis.Labels.Any(label => label.Label == Missing) ? $"{Missing}: examples whose label the source leaves open. They are no class: no probe learns from them." : null,
        };
    }

    /// <summary>The evidence for a finding.</summary>
    /// <param name="finding">A finding.</param>
    /// <returns>One row a piece of evidence; null where there is none.</returns>
    public static TableModel? Evidence(Finding finding)
    {
        if (finding.Evidence.Count == 0) return null;
        TableColumn[] columns = [new("Measure"), new("Value", Numeric: true), new("Compared with", Numeric: true), new("Source", Secondary: true)];
        var rows = finding.Evidence.Select(piece => (IReadOnlyList<TableCell>)
        [
            MeasureWords.Of(piece.Measure), new(Numbers.Nats(piece.Value)) { Tone = piece.Value is null ? Tone.Muted : Tone.Normal },
            piece.Threshold is { } threshold ? Numbers.Setting(threshold) : "", piece.Source,
        ]).ToList();
        return new TableModel(FindingWords.Evidence(finding), columns, rows);
    }

    /// <summary>Every threshold that a verdict or status depends on.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a threshold; null where none is recorded.</returns>
    public static TableModel? Thresholds(Diagnosis diagnosis)
    {
        if (diagnosis.Thresholds.Count == 0) return null;
        TableColumn[] columns = [new("Threshold"), new("Value", Numeric: true), new("What it decides"), new("Source")];
        var rows = diagnosis.Thresholds.Select(threshold => (IReadOnlyList<TableCell>)
            [threshold.Name.Replace('_', ' '), Numbers.Setting(threshold.Value), threshold.Meaning, threshold.Source]).ToList();
        return new TableModel("Thresholds", columns, rows);
    }
}
