using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Labels: whether some kinds of examples are left out of the code, what it holds about each column, and whether classes lie together in it.</summary>
internal static class LabelsSection
{
    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis) return null;
        List<Node> body = [];
        if (ProbeTables.Neighbourhoods(diagnosis) is { } near) body.Add(TableView.Of(near, "wide"));
        if (ProbeTables.Probes(diagnosis) is { } probes) body.Add(TableView.Of(probes, "wide"));
        if (DiagnosisTables.Labels(diagnosis) is { } table) AddRates(body, diagnosis, table);
        return body.Count == 0 ? null : new Section("labels", "Labels", body);
    }

    private static void AddRates(List<Node> body, Diagnosis diagnosis, TableModel table)
    {
        body.Add(Tag.P("Are some kinds of examples left out? A label whose rate and information are far below the others' has examples that the code hardly describes."));
        body.Add(TableView.Of(table, diagnosis.Probes.Count > 0 ? "wide" : "wide quiet"));
    }
}
