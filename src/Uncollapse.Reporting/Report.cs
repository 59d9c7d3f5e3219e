using System.Text;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting;

/// <summary>
/// The report: one HTML file that needs nothing else, no network and no script. A pure function of its records: equal content
/// gives equal bytes.
/// </summary>
public static class Report
{
    /// <summary>Writes the report as text.</summary>
    /// <param name="content">The records.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(ReportContent content, TextWriter writer) => new MarkupWriter(writer).Document(Document(content));

    /// <summary>Writes the report as UTF-8 without a byte-order mark; the stream stays open.</summary>
    /// <param name="content">The records.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(ReportContent content, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        Write(content, writer);
    }

    private static Element Document(ReportContent content)
    {
        Section?[] all =
        [
            KeyNumbersSection.Of(content), UseSection.Of(content), StabilitySection.Of(content), UnitsSection.Of(content), GeometrySection.Of(content), MapSection.Of(content), LabelsSection.Of(content), GenesSection.Of(content), FindingsSection.Of(content), TrialsSection.Of(content),
            SplitsSection.Of(content), CurvesSection.Of(content), PicturesSection.Of(content), TextsSection.Of(content), PlanSection.Of(content),
            GlossarySection.Of(content), ThresholdsSection.Of(content), ProvenanceSection.Of(content),
        ];
        Section[] sections = [.. all.OfType<Section>()];
        var main = new Element("main", VerdictPanel.Of(content));
        foreach (Section section in sections) main.Add(section.Render());
        Element body = new("body", Masthead.Of(content, sections), main, Masthead.Footer(content));
        return Page.Of($"{content.Title} · Uncollapse report", body);
    }
}
