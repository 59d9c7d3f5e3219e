using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Train against held-out.</summary>
internal static class SplitsSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is not { } diagnosis || DiagnosisTables.Splits(diagnosis) is not { } table
        ? null
        : new Section("splits", "Splits", [TableView.Of(table)]);
}
