using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What the code holds about what is known of the examples.</summary>
public static class ProbeTables
{
    /// <summary>Column by column, what a linear rule and any rule could read from the code.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a column; null where nothing was probed.</returns>
    public static TableModel? Probes(Diagnosis diagnosis)
    {
        if (diagnosis.Probes.Count == 0) return null;
        InformationProbe first = diagnosis.Probes[0].Information;
        TableColumn[] columns =
        [
            new("Column"), new("Examples", Numeric: true, Secondary: true),
            new("Linear rule", Numeric: true, Meaning: $"ridge regression from the posterior means, {diagnosis.Probes[0].Linear.Folds} folds: R² of a number, balanced accuracy of classes (the mean share of a class recognised) with that of guessing"),
            new("Information", Numeric: true, Meaning: $"I(column; Z) in nats by {first.Neighbours} nearest neighbours of codes drawn in {Numbers.Plural(first.Units, "unit")} (Ross 2014 for classes, Kraskov et al. 2004 for numbers); it errs to the low side where units are many"),
            new("Of nothing", Numeric: true, Meaning: $"the same with the column exchanged between examples, mean of {first.Permutations}"),
            new("Entropy", Numeric: true, Meaning: "what there is to know of the classes, nats", Secondary: true),
        ];
        var rows = diagnosis.Probes.Select(probe => (IReadOnlyList<TableCell>)
        [
            probe.Column, Numbers.Count(probe.Examples), Linear(probe.Linear),
            new(Numbers.Nats(probe.Information.Estimate)) { Tone = probe.Information.Estimate <= probe.Information.Baseline + (3 * probe.Information.BaselineDeviation) ? Tone.Muted : Tone.Normal },
            Numbers.Nats(probe.Information.Baseline), probe.Information.Entropy is { } entropy ? Numbers.Nats(entropy) : "",
        ]).ToList();
        return new TableModel("What the code holds about them", columns, rows) { Note = Note(diagnosis.Depth) };
    }

    /// <summary>Class column by class column, whether examples of a class lie together.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a column; null where there are none.</returns>
    public static TableModel? Neighbourhoods(Diagnosis diagnosis)
    {
        if (diagnosis.Neighbourhoods.Count == 0) return null;
        int k = diagnosis.Neighbourhoods[0].Neighbours;
        bool compares = diagnosis.Neighbourhoods.Any(one => one.Components is not null);
        string of = compares ? $"{diagnosis.Neighbourhoods[0].Components} components" : "";
        List<TableColumn> columns =
        [
            new("Classes"), new("Examples", Numeric: true, Secondary: true),
            new("Purity", Numeric: true, Meaning: $"the mean share of an example's {k} nearest neighbours in the code (posterior means) that are of its class"),
            new("By chance", Numeric: true, Meaning: "what it is where places say nothing"),
            new("Silhouette", Numeric: true, Meaning: "-1 to 1: how much nearer an example lies to its own class than to the next (Rousseeuw 1987)"),
        ];
        if (compares)
        {
            columns.Add(new TableColumn($"Purity, {of}", Numeric: true, Meaning: "the same of principal components of log-normalised counts, on the same examples"));
            columns.Add(new TableColumn($"Silhouette, {of}", Numeric: true, Secondary: true));
        }

        var rows = diagnosis.Neighbourhoods.Select(one => (IReadOnlyList<TableCell>)
        [
            one.Column, Numbers.Count(one.Examples), Numbers.Fixed(one.Purity, 3), Numbers.Fixed(one.Chance, 3), Numbers.Fixed(one.Silhouette, 3),
            .. compares ? (TableCell[])[Share(one.ComponentsPurity), Share(one.ComponentsSilhouette)] : [],
        ]).ToList();
        return new TableModel("Do classes lie together?", columns, rows);
    }

    private static TableCell Share(double? value) => value is { } known ? Numbers.Fixed(known, 3) : Numbers.NotMeasured;

    private static string Linear(LinearProbe probe) => probe.R2 is { } explained
        ? $"R² {Numbers.Fixed(explained, 3)}"
        : $"{Numbers.Fixed(probe.BalancedAccuracy ?? 0, 3)} (guessing {Numbers.Fixed(probe.Chance ?? 0, 3)})";

    private static string? Note(Depth? depth) => depth is null
        ? null
        : $"With log library known, {Numbers.Percent(depth.VarianceLeft)} of the variance of the means of the {Numbers.Plural(depth.Units, "unit")} that inform is left{(depth.UnitVarianceLeft is { } most && depth.Units > 1 ? $", and of one unit's own {Numbers.Percent(most)}" : "")}{(depth.IsAll ? ": the code holds only depth" : "")}.";
}
