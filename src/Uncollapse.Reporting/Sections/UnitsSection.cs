using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What each unit carries: the profile over all units, then the table; a long table's end is folded away.</summary>
internal static class UnitsSection
{
    private const int AllShown = 32;
    private const int Shown = 20;
    private const int FewestDrawn = 16;
    private const double LeastDrawn = 0.01;

    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis || diagnosis.Units.Count == 0) return null;
        TableModel table = UnitsTable.Of(diagnosis);
        List<Node> body = [Tag.P(Summary(diagnosis)), Tag.Div("figures", Profile(diagnosis), Informed(diagnosis))];
        if (table.Rows.Count <= AllShown)
        {
            body.Add(TableView.Of(table, "wide units quiet"));
            return new Section("units", "Units", body);
        }

        List<IReadOnlyList<TableCell>> rest = [.. table.Rows.Skip(Shown)];
        int passive = UnitsTable.Sorted(diagnosis).Skip(Shown).Count(unit => unit.Status == UnitStatus.Passive);
        body.Add(TableView.Of(table with { Title = $"Units: the {Shown} most informative" }, [.. table.Rows.Take(Shown)], "wide units"));
        body.Add(Tag.Details(
            $"The other {Numbers.Plural(rest.Count, "unit")}, {Numbers.Count(passive)} of them passive",
            TableView.Of(table with { Title = "Units, continued", Columns = [.. table.Columns.Select(column => column with { Meaning = null })] }, rest, "wide units")));
        return new Section("units", "Units", body);
    }

    private static string Summary(Diagnosis diagnosis)
    {
        int active = diagnosis.Units.Count(unit => unit.Status == UnitStatus.Active), mixed = diagnosis.Units.Count(unit => unit.Status == UnitStatus.Mixed);
        return $"{Numbers.Plural(diagnosis.Units.Count, "unit")}, of which {Numbers.Count(InformativeUnits.Count(diagnosis))} inform (at least {Numbers.Setting(InformativeUnits.Threshold(diagnosis))} nats). By the shape of their posteriors {Numbers.Count(active)} are active, {Numbers.Count(mixed)} mixed (active on a part of the data, or barely), "
            + $"{Numbers.Count(diagnosis.Units.Count - active - mixed)} passive (the prior for every example). The most informative come first.";
    }

    /// <summary>What each unit tells against what the decoder makes of it: a deaf decoder's units lie on the floor.</summary>
    private static Element? Informed(Diagnosis diagnosis)
    {
        Dictionary<int, double> use = [];
        foreach (Intervention one in diagnosis.Interventions?.PerUnit ?? [])
        {
            if (one.Unit is { } unit) use[unit] = one.LossNats;
        }

        UnitDiagnosis[] both = [.. UnitsTable.Sorted(diagnosis).Where(unit => use.ContainsKey(unit.Index))];
        if (both.Length == 0) return null;
        var plot = new ScatterPlot
        {
            Description = $"Mutual information of {both.Length} units against the loss when each is shuffled; the most used is unit {both.MaxBy(unit => use[unit.Index])!.Index}.",
            HorizontalName = "mutual information of the unit (nats)", VerticalName = "loss when it is shuffled (nats)",
            Points = [.. both.Select((unit, rank) => (rank < 3 ? $"unit {unit.Index}" : "", new Point(unit.MutualInformation, use[unit.Index])))],
            Plain = true, ReachingAcross = UnitsTable.ShortestScale, ReachingAlong = UnitsTable.ShortestScale,
        };
        return Tag.Figure("Told and heard", "one dot a unit; informative units near the bottom meet a decoder that ignores them", plot.Draw());
    }

    private static Element Profile(Diagnosis diagnosis)
    {
        UnitDiagnosis[] all = [.. UnitsTable.Sorted(diagnosis)];
        int last = Array.FindLastIndex(all, unit => unit.Rate >= LeastDrawn);
        UnitDiagnosis[] units = all[..Math.Min(all.Length, Math.Max(FewestDrawn, last + 2))];
        string rest = units.Length == all.Length ? "" : $"; the {Numbers.Count(all.Length - units.Length)} units not shown have rates below {Numbers.Setting(LeastDrawn)}";
        var bars = new StackedBars(
            $"Mutual information and marginal KL of {units.Length} units, sorted; the largest mutual information is {Numbers.Value(units[0].MutualInformation)} nats, of unit {units[0].Index}.",
            "units, the most informative first",
            [
                ("mutual information", 1, [.. units.Select(unit => unit.MutualInformation)]),
                ("rest of the rate", 2, [.. units.Select(unit => unit.Rate - Math.Max(0, unit.MutualInformation))]),
            ])
        { ShortestScale = UnitsTable.ShortestScale };
        return Tag.Figure("Profile", $"nats per unit: what it tells, and what it costs beyond that{rest}", bars.Draw());
    }
}
