using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>The numbers with their estimators.</summary>
internal static class KeyNumbersSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is not { } diagnosis ? null : new Section(
        "numbers", "Key numbers",
        [
            TableView.Of(KeyNumbersTable.Of(diagnosis), "wide stacked"),
        ]);
}
