using System.Globalization;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>The head of the page: what the report is about and what is in it; and its foot.</summary>
internal static class Masthead
{
    internal static Element Of(ReportContent content, IReadOnlyList<Section> sections)
    {
        Element links = new Element("nav").With("aria-label", "Contents");
        foreach (Section section in sections) links.Add(Tag.Link(section.Id, section.Heading));
        string line = string.Join(" · ", Facts(content));
        return new Element(
            "header", Tag.P("Uncollapse report").Class("kicker"), Tag.Heading(1, content.Title), line.Length > 0 ? Tag.P(line).Class("facts") : null, links);
    }

    internal static Element Footer(ReportContent content)
    {
        string? version = content.Diagnosis?.ToolVersion ?? content.Run?.Provenance.ToolVersion;
        return new Element(
            "footer", Tag.P("Information is in nats per example unless said otherwise: 1 nat = 1.443 bits. "
            + $"Unknown values are said to be unknown, never shown as 0. Uncollapse{(version is null ? "" : $" {version}")}."));
    }

    private static IEnumerable<string> Facts(ReportContent content)
    {
        if (content.Diagnosis?.Subject is { } subject)
        {
            yield return subject.Kind == "posterior" ? "posterior file" : "training run";
            if (subject.Model is { } model) yield return model;
            yield return $"{Numbers.Plural(subject.Examples, "example")}{(subject.Split is { } split ? $" of the {split} split" : "")}";
            if (subject.Checkpoint is { } checkpoint) yield return $"{checkpoint} checkpoint";
        }

        if (content.Plan is { } plan) yield return plan.Data.Source;
        if (content.Run is not { } run) yield break;
        yield return $"{Numbers.Plural(run.Epoch, "epoch")}, {StatusWords.Of(run.Status)}";
        yield return run.Provenance.StartedUtc.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
    }
}
