using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What came back where a suspect was taken out of the plan.</summary>
internal static class TrialsSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is { Counterfactuals: { } made } diagnosis && TrialsTable.Of(diagnosis) is { } table
        ? new Section(
            "trials", "What if it had been otherwise?",
            [Tag.P("The plan was trained anew without each suspect, all else equal: the same seed, the same data, the same draws. A suspect without which information and its use come back is convicted; one without which nothing changes is not. " + made.Summary), TableView.Of(table, "wide stacked")])
        : null;
}
