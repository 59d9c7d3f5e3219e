using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What each unit carries.</summary>
internal static class UnitsSection
{
    private const int AllShown = 32;
    private const int Shown = 20;

    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis || diagnosis.Units.Count == 0) return null;
        TableModel table = UnitsTable.Of(diagnosis);
        if (table.Rows.Count <= AllShown) return new Section("units", "Units", [TableView.Of(table, "wide units")]);
        List<IReadOnlyList<TableCell>> rest = [.. table.Rows.Skip(Shown)];
        return new Section(
            "units", "Units",
            [
                TableView.Of(table, [.. table.Rows.Take(Shown)], "wide units"),
                Tag.Details($"The other {Numbers.Plural(rest.Count, "unit")}", TableView.Of(table with { Title = "Units, continued" }, rest, "wide units")),
            ]);
    }
}
