using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Whether some kinds of examples are left out of the code: rate and information label by label.</summary>
internal static class LabelsSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is { } diagnosis && DiagnosisTables.Labels(diagnosis) is { } table
        ? new Section("labels", "Labels", [Tag.P("Are some kinds of examples left out? A label whose rate and information are far below the others' has examples that the code hardly describes."), TableView.Of(table, "wide quiet")])
        : null;
}
