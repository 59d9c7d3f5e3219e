using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Where the code is used: what the decoder loses when the whole code, or one unit, is tampered with.</summary>
internal static class UseSection
{
    private const int MostUnits = 12;

    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis) return null;
        if (diagnosis.Interventions is not { } made || InterventionsTable.Of(diagnosis) is not { } table)
        {
            return new Section(
                "use", "Use of the code",
                [Tag.P(Tag.Strong("Not measured"), $": {Unmeasured.NeedsDecoder(diagnosis)}. An informative code can still meet a decoder that ignores it.").Class("absent")]);
        }

        Element figures = Tag.Div("figures");
        IntervalRow[] whole = [.. InterventionsTable.All(made).Select(pair => Row(pair.Name, pair.Made))];
        if (whole.Length > 0)
        {
            figures.Add(Tag.Figure(
                "The whole code", "mean loss of log p(x|z), with 95 % interval", new IntervalPlot("Loss by intervention", "nats per example", whole).Draw(),
                "An interval that includes 0 means no loss that can be told from none."));
        }

        IntervalRow[] units = [.. made.PerUnit.Where(one => one.Unit is not null).OrderByDescending(one => one.LossNats).Take(MostUnits).Select(one => Row($"unit {one.Unit}", one))];
        if (units.Length > 0)
        {
            string which = made.PerUnit.Count > units.Length ? $"the {units.Length} most used of {Numbers.Count(made.PerUnit.Count)}; all are in the unit table" : "all units";
            figures.Add(Tag.Figure(
                "One unit at a time", $"only this unit shuffled between examples; {which}", new IntervalPlot("Loss by unit", "nats per example", units).Draw()));
        }

        var body = new List<Node>
        {
            Tag.P("Does the decoder listen? Its code is tampered with, and the fall of log p(x|z) is what it had used."), figures, Tag.Details("The interventions as a table", TableView.Of(table, "wide stacked")),
        };
        if (BlocksTable.Of(diagnosis) is { } blocks) body.Add(TableView.Of(blocks, "wide stacked"));
        return new Section("use", "Use of the code", body);
    }

    private static IntervalRow Row(string label, Intervention made) => made.Ci95 is [double low, double high]
        ? new IntervalRow(label, made.LossNats, low, high)
        : new IntervalRow(label, made.LossNats, double.NaN, double.NaN);
}
