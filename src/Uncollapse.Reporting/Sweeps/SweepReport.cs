using System.Text;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;

namespace Uncollapse.Reporting.Sweeps;

/// <summary>A sweep's page: where the plan collapses, the plane of rate and distortion, measures along each key, and every cell. One HTML file that needs nothing else; equal content gives equal bytes.</summary>
public static class SweepReport
{
    /// <summary>Writes the page as text.</summary>
    /// <param name="record">The sweep.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(SweepRecord record, string title, TextWriter writer) => new MarkupWriter(writer).Document(Document(record, title));

    /// <summary>Writes the page as UTF-8 without a byte-order mark; the stream stays open.</summary>
    /// <param name="record">The sweep.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(SweepRecord record, string title, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        Write(record, title, writer);
    }

    private static Element Document(SweepRecord record, string title)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(title);
        bool repeated = record.Axes.Any(axis => axis.Key == SweepAxis.SeedKey && axis.Values.Count > 1);
        Section[] sections =
        [
            .. new Section?[] { SweepFigures.Plane(record), SweepFigures.Curves(record), repeated ? new("summary", "Over seeds", [TableView.Of(SweepTables.Summary(record), "wide stacked quiet")]) : null, Cells(record), Plan(record) }.OfType<Section>(),
        ];
        Element links = new Element("nav").With("aria-label", "Contents");
        foreach (Section section in sections) links.Add(Tag.Link(section.Id, section.Heading));
        var header = new Element("header", Tag.P("Uncollapse sweep").Class("kicker"), Tag.Heading(1, title), Tag.P(Facts(record)).Class("facts"), links);
        var main = new Element("main", Verdict(record));
        foreach (Section section in sections) main.Add(section.Render());
        var footer = new Element("footer", Tag.P($"All information is in nats per example: 1 nat = 1.443 bits. Uncollapse {record.ToolVersion}."));
        return Page.Of($"{title} · Uncollapse sweep", new Element("body", header, main, footer));
    }

    private static Element Verdict(SweepRecord record)
    {
        Verdict[] verdicts = [.. record.Cells.Select(cell => cell.Verdict).OfType<Verdict>()];
        bool whole = verdicts.Length == record.Cells.Count;
        (string tone, string heading) = verdicts.Length == 0 ? ("warning", "Nothing was measured")
            : verdicts.All(verdict => verdict == Records.Diagnoses.Verdict.Healthy) ? (whole ? "good" : "warning", whole ? "It collapses nowhere" : "It collapses nowhere that was diagnosed")
            : verdicts.All(verdict => verdict == Records.Diagnoses.Verdict.Collapsed) ? ("bad", whole ? "It collapses everywhere" : "It collapses wherever it was diagnosed")
            : ("warning", verdicts.Contains(Records.Diagnoses.Verdict.Collapsed) ? "Where it collapses" : "It collapses in part");
        return Tag.Div($"verdict {tone}", Tag.Heading(2, heading), Tag.P(Numbers.Minus(record.Statement)));
    }

    private static string Facts(SweepRecord record)
    {
        int ended = record.Cells.Count(cell => cell.Status != CellStatus.Waiting);
        string cells = ended == record.Cells.Count ? Numbers.Plural(ended, "cell") : $"{ended} of {Numbers.Plural(record.Cells.Count, "cell")}";
        return string.Join(" · ", [cells, .. record.Axes.Select(axis => $"{axis.Key} {string.Join(", ", axis.Values)}"), Numbers.Duration(record.Seconds)]);
    }

    private static Section Cells(SweepRecord record)
    {
        string[] notes = [.. record.Cells.Where(cell => cell.Note is not null).Select(cell => $"{cell.Name}: {cell.Note}.")];
        return new Section("cells", "Every cell", [TableView.Of(SweepTables.Cells(record), "wide stacked quiet"), .. notes.Select(note => Tag.Note(note))]);
    }

    private static Section Plan(SweepRecord record) => new(
        "plan", "The plan that all cells begin with", [Tag.P("Each cell is a run folder of its own beside this page, under the name that sweep.csv has, with its plan.yaml and diagnosis.json."), Tag.Details("The plan as YAML", new Element("pre", Tag.Code(record.Plan)))]);
}
