using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What was found, with the evidence and what to do.</summary>
internal static class FindingsSection
{
    internal static Section? Of(ReportContent content)
    {
        if (content.Diagnosis is not { } diagnosis) return null;
        if (diagnosis.Findings.Count == 0)
        {
            string none = diagnosis.Verdict == Verdict.Healthy
                ? "Nothing to report: no cause of a collapse was found or accused."
                : "No cause is accused: what was measured gives the verdict, not its reason. The sentences under the verdict say what was found.";
            return new Section("findings", "Findings", [Tag.P(none)]);
        }

        return new Section("findings", "Findings", [.. FindingWords.Sorted(diagnosis).Select(Article)]);
    }

    private static Element Article(Finding finding)
    {
        Element article = new Element(
            "article",
            new Element("h3", Tag.Span("severity", FindingWords.Severity(finding)), " ", FindingWords.Cause(finding), " ", FindingWords.Confidence(finding) is { } sure ? Tag.Span("confidence", sure) : null),
            Tag.P(finding.Statement)).Class($"finding {TableView.ToneName(FindingWords.Tone(finding))}");
        if (DiagnosisTables.Evidence(finding) is { } evidence) article.Add(TableView.Of(evidence, "stacked"));
        Element more = Tag.P("More about this cause: ", Tag.Code(FindingWords.Page(finding))).Class("prescriptions");
        if (finding.Prescriptions.Count == 0) return article.Add(more);
        Element remedies = Tag.P(Tag.Strong(finding.Prescriptions.Count == 1 ? "Prescription: " : "Prescriptions: ")).Class("prescriptions");
        for (int i = 0; i < finding.Prescriptions.Count; i++) remedies.Add(i > 0 ? ", " : null, Tag.Code(finding.Prescriptions[i]));
        return article.Add(remedies, more);
    }
}
