using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Whether the collapsed state is stable, as the model is and with each suspect taken away.</summary>
internal static class StabilitySection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is { } diagnosis && StabilityTable.Of(diagnosis) is { } table
        ? new Section(
            "stability", "Can it leave the collapsed state?",
            [Tag.P("Where a decoder is given no code, does a small one gain more than it costs? If not, the model or its objective keeps the code out; if so, only the optimisation can."), TableView.Of(table, "wide stacked")])
        : null;
}
