using System.Text;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting.Treatments;

/// <summary>A treatment's page: before and after, the trials, and why one was accepted or none. One HTML file that needs nothing else; equal content gives equal bytes.</summary>
public static class TreatmentReport
{
    /// <summary>Writes the page as text.</summary>
    /// <param name="content">The records.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(TreatmentContent content, TextWriter writer) => new MarkupWriter(writer).Document(Document(content));

    /// <summary>Writes the page as UTF-8 without a byte-order mark; the stream stays open.</summary>
    /// <param name="content">The records.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(TreatmentContent content, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        Write(content, writer);
    }

    private static Element Document(TreatmentContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        TreatmentRecord record = content.Record;
        Section[] sections =
        [
            .. new Section?[] { PlaneSection.Of(content), Comparison.Units(content), Comparison.Pictures(content), Comparison.Curves(content), Trials(record), Changes(record), Complaint(record) }.OfType<Section>(),
        ];
        Element links = new Element("nav").With("aria-label", "Contents");
        foreach (Section section in sections) links.Add(Tag.Link(section.Id, section.Heading));
        string outcome = record.Accepted ? "Cured" : "Not cured";
        var header = new Element(
            "header", Tag.P("Uncollapse treatment").Class("kicker"), Tag.Heading(1, $"{outcome}: {record.Subject}"), Tag.P(Facts(record)).Class("facts"), links);
        var main = new Element("main", Verdict(record));
        foreach (Section section in sections) main.Add(section.Render());
        var footer = new Element("footer", Tag.P($"All information is in nats per example: 1 nat = 1.443 bits. Uncollapse {record.ToolVersion}."));
        return Page.Of($"{record.Subject} · Uncollapse treatment", new Element("body", header, main, footer));
    }

    private static string Facts(TreatmentRecord record)
    {
        string cost = record.TrainingSeconds is { } one and > 0 ? $", {Numbers.Fixed(record.Seconds / one, 1)} times one training" : "";
        string budget = record.BudgetSeconds is { } allowed ? $" of {Numbers.Duration(allowed)} allowed" : "";
        return string.Join(" · ", Numbers.Plural(record.Trials.Count, "trial"), $"{Numbers.Duration(record.Seconds)}{budget}{cost}", $"seed {record.Seed}");
    }

    private static Element Verdict(TreatmentRecord record)
    {
        Element panel = Tag.Div($"verdict {(record.Accepted ? "good" : "bad")}", Tag.Heading(2, record.Accepted ? "Accepted" : "Nothing was accepted"), Tag.P(Typeset(record.Statement)));
        if (record.Checks.Count > 0) panel.Add(TableView.Of(TreatmentTables.Checks(record), "quiet stacked"));
        return panel;
    }

    /// <summary>What the terminal says in plain characters, with the signs that a page has.</summary>
    private static string Typeset(string text) => Numbers.Minus(text.Replace(" -> ", " → ", StringComparison.Ordinal).Replace(" +- ", " ± ", StringComparison.Ordinal));

    private static Section Trials(TreatmentRecord record) => new(
        "trials", "What was tried",
        [
            Tag.P("All trials but the control from another seed have the plan's seed, so the same batches and noise. Each was trained for a quarter of the epochs; the better half went on to a half of them, the best two to the end. "
                + "Better is the better verdict, and among equal verdicts the most information at no loss of the bound beyond one part in a hundred."
                + (record.CameToLight.Count == 0 ? "" : $" In a first course nothing passed, but its best showed {string.Join(" and ", record.CameToLight.Select(finding => finding.Cause))}, which was not seen before: the second course treated that together with what was known.")),
            TableView.Of(TreatmentTables.Trials(record), "wide stacked"),
        ]);

    private static Section? Changes(TreatmentRecord record) => record.Changes.Count == 0
        ? null
        : new("plan", record.Accepted ? "What changed in the plan" : "What the best one changed in the plan", [Tag.Div("planted", PlanDifference.Of(record.Changes, "before", "after"))]);

    private static Section Complaint(TreatmentRecord record) => new(
        "before", "What was wrong", [.. record.Before.Explanation.Select(line => Tag.P(Numbers.Minus(line))), .. record.Before.Findings.Select(Paragraph), .. record.CameToLight.Count == 0 ? [] : record.CameToLight.Select(Paragraph).Prepend(Tag.P("And what came to light when some of that was mended:"))]);

    private static Element Paragraph(Records.Diagnoses.Finding finding) => Tag.P(Tag.Code(finding.Cause), $" {Numbers.Minus(finding.Statement)}");
}
