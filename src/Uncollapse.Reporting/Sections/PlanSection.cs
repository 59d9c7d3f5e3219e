using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What was asked for: every key of the plan that applies, those that are not defaults marked, and the YAML to use again.</summary>
internal static class PlanSection
{
    internal static Section? Of(ReportContent content)
    {
        if (content.Plan is not { } plan) return null;
        var standard = new Plan();
        List<Node> body = [Tag.P("Everything that determines the training. Values that differ from the defaults are marked “set”.")];
        Element columns = Tag.Div("columns");
        foreach (IGrouping<string, PlanKey> group in PlanSchema.Keys.Where(key => key.Applies(plan)).GroupBy(key => Room(key.Path)))
        {
            var rows = group.Select(key => (IReadOnlyList<TableCell>)[Leaf(key.Path), Value(key, plan, standard), key.Summary]).ToList();
            columns.Add(TableView.Of(new TableModel(group.Key, [new("Key"), new("Value"), new("Meaning")], rows), "plan"));
        }

        body.Add(columns);
        body.Add(Tag.Details("The plan as YAML", new Element("pre", Tag.Code(PlanYaml.Format(plan)))));
        return new Section("plan", "Plan", body);
    }

    private static TableCell Value(PlanKey key, Plan plan, Plan standard)
    {
        string value = key.Format(plan);
        string shown = value.Length == 0 ? "none" : value.Replace(",", ", ", StringComparison.Ordinal);
        return value == key.Format(standard) ? new TableCell(shown) : new TableCell(shown) { Detail = "set" };
    }

    private static string Room(string path) => path.Contains('.', StringComparison.Ordinal) ? path[..path.IndexOf('.', StringComparison.Ordinal)] : "general";

    private static string Leaf(string path) => path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
