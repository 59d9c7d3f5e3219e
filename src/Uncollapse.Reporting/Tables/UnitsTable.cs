using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What each latent unit carries, the most informative first.</summary>
public static class UnitsTable
{
    /// <summary>No scale of a chart is shorter than this (nats), or nothing would look like something.</summary>
    internal const double ShortestScale = 0.1;

    /// <summary>No bar of a unit is longer than its share of this (nats): what tells next to nothing has next to no bar.</summary>
    internal const double ShortestBar = 1;

    /// <summary>The table of a diagnosis' units.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a unit, sorted by mutual information; bars are shares of the largest rate, or of 1 nat where that is more.</returns>
    public static TableModel Of(Diagnosis diagnosis)
    {
        var use = new Dictionary<int, Intervention>();
        foreach (Intervention one in diagnosis.Interventions?.PerUnit ?? [])
        {
            if (one.Unit is { } unit) use[unit] = one;
        }

        List<TableColumn> columns =
        [
            new("Unit", Numeric: true), new("Shape", Meaning: "by the shape of its posteriors active, mixed (on a part of the examples, or barely) or passive, the prior for all (Bonheme & Grzes 2021); another count than Burda's active units"),
            new("MI", Numeric: true, Meaning: "mutual information I(X; Z_j), nats"), new("Rate", Numeric: true, Meaning: "mean KL from the prior, nats"),
        ];
        if (use.Count > 0) columns.Add(new("Use", Numeric: true, Meaning: "loss of log p(x|z) when only this unit is shuffled, nats [95 %]"));
        columns.AddRange(
        [
            new("Var of mean", Numeric: true, Meaning: "A_j, variance over examples of the posterior's mean [95 %]", Secondary: true),
            new("Mean var", Numeric: true, Meaning: "mean over examples of the posterior's variance; the prior's is 1", Secondary: true),
            new("KL < ε", Numeric: true, Meaning: "share of examples whose KL is below ε", Secondary: true),
            new("(ε, δ)", Meaning: "whether the unit is (ε, δ)-collapsed (Lucas et al. 2019)", Secondary: true),
        ]);
        double largest = diagnosis.Units.Select(unit => unit.Rate).Where(double.IsFinite).Append(ShortestBar).Max();
        var rows = Sorted(diagnosis).Select(unit => (IReadOnlyList<TableCell>)Row(unit, use, largest)).ToList();
        return new TableModel("Units", columns, rows);
    }

    /// <summary>The units, most informative first; those without a finite value last; equals by index.</summary>
    internal static IEnumerable<UnitDiagnosis> Sorted(Diagnosis diagnosis) =>
        diagnosis.Units.OrderByDescending(unit => double.IsFinite(unit.MutualInformation) ? unit.MutualInformation : double.NegativeInfinity).ThenBy(unit => unit.Index);

    private static List<TableCell> Row(UnitDiagnosis unit, Dictionary<int, Intervention> use, double largest)
    {
        List<TableCell> row =
        [
            Numbers.Count(unit.Index), Status(unit), Bar(unit.MutualInformation, largest), Bar(unit.Rate, largest),
        ];
        if (use.Count > 0)
        {
            row.Add(use.TryGetValue(unit.Index, out Intervention? made)
                ? new(Numbers.Value(made.LossNats, made.Ci95)) { Detail = Numbers.Interval(made.Ci95) }
                : new(Numbers.NotMeasured) { Tone = Tone.Muted });
        }

        row.AddRange(
        [
            new(Numbers.Fixed(unit.MeanVariance, 4)) { Detail = unit.MeanVarianceCi95 is [double low, double high] ? $"[{Numbers.Fixed(low, 4)}, {Numbers.Fixed(high, 4)}]" : null },
            Numbers.Fixed(unit.AverageVariance, 3), Numbers.Percent(unit.CollapsedShare),
            unit.Collapsed ? new("collapsed") { Tone = Tone.Warning } : new("no"),
        ]);
        return row;
    }

    private static TableCell Bar(double value, double largest) =>
        new(Numbers.Fixed(value, 3)) { Bar = double.IsFinite(value) ? Math.Clamp(value / largest, 0, 1) : 0 };

    private static TableCell Status(UnitDiagnosis unit) => unit.Status switch
    {
        UnitStatus.Active => new("active") { Tone = Tone.Good },
        UnitStatus.Mixed => new("mixed") { Tone = Tone.Warning },
        _ => new("passive") { Tone = Tone.Muted },
    };
}
