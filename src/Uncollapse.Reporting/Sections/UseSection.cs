using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Where the code is used.</summary>
internal static class UseSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is not { } diagnosis || InterventionsTable.Of(diagnosis) is not { } table
        ? null
        : new Section("use", "Use of the code", [TableView.Of(table)]);
}
