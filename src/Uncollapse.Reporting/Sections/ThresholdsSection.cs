using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What the verdict and the statuses depend on.</summary>
internal static class ThresholdsSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is { } diagnosis && DiagnosisTables.Thresholds(diagnosis) is { } table
        ? new Section("thresholds", "Thresholds", [Tag.P("Every number that a word in this report depends on."), TableView.Of(table, "wide stacked quiet")])
        : null;
}
