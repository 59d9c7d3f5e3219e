using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Which program made the numbers, where, from what.</summary>
internal static class ProvenanceSection
{
    internal static Section? Of(ReportContent content)
    {
        Element columns = Tag.Div("columns");
        if (content.Run is { } run) columns.Add(TableView.Of(Facts("Training", Training(run)), "facts"));
        if (content.Diagnosis is { } diagnosis) columns.Add(TableView.Of(Facts("Diagnosis", Measuring(diagnosis)), "facts"));
        return columns.Children.Count == 0 ? null : new Section("provenance", "Provenance", [columns]);
    }

    private static TableModel Facts(string title, IEnumerable<(string Name, string? Value)> facts) => new(
        title, [new("What"), new("Value")],
        [.. facts.Select(fact => (IReadOnlyList<TableCell>)[fact.Name, fact.Value is { Length: > 0 } value ? new(value) : new("not known") { Tone = Tone.Muted }])]);

    private static IEnumerable<(string Name, string? Value)> Training(RunInfo run)
    {
        Provenance made = run.Provenance;
        yield return ("Status", StatusWords.Of(run.Status) + (run.Note is { } note ? $": {note}" : ""));
        yield return ("Started (UTC)", made.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        yield return ("Took", Numbers.Duration(run.Seconds));
        yield return ("Epochs, steps", $"{Numbers.Count(run.Epoch)}, {Numbers.Count(run.Step)}");
        yield return ("Best checkpoint", run.BestEpoch is { } best ? $"epoch {Numbers.Count(best)}" : "none yet");
        yield return ("Parameters", Numbers.Count(run.Parameters));
        yield return ("Data", made.Data);
        yield return ("Examples", $"{Numbers.Count(run.TrainExamples)} train, {Numbers.Count(run.ValidationExamples)} validation, {Numbers.Count(run.TestExamples)} test");
        yield return ("One example", run.ExampleShape.Count == 0 ? null : run.VocabularySize > 0 ? $"a sentence of up to {Numbers.Plural(run.ExampleShape.Max() - 1, "token")}, vocabulary of {Numbers.Count(run.VocabularySize)}" : string.Join(" × ", run.ExampleShape));
        yield return ("Program", $"Uncollapse {made.ToolVersion}");
        yield return ("Commit", made.Commit);
        yield return ("Platform", made.Platform);
        yield return ("Runtime", made.Runtime);
        yield return ("Kernels", made.Kernels);
        yield return ("Threads", Numbers.Count(made.Threads));
    }

    private static IEnumerable<(string Name, string? Value)> Measuring(Diagnosis diagnosis)
    {
        Subject subject = diagnosis.Subject;
        yield return ("Source", subject.Source);
        yield return ("Kind", subject.Kind);
        yield return ("Model", subject.Model);
        yield return ("Checkpoint", subject.Checkpoint ?? (Unmeasured.IsPosterior(diagnosis) ? "a posterior file has none" : null));
        yield return ("Split", subject.Split ?? (Unmeasured.IsPosterior(diagnosis) ? "the file does not say" : null));
        yield return ("Examples", Numbers.Count(subject.Examples));
        yield return ("Outputs per example", subject.Outputs is { } outputs ? Numbers.Count(outputs) : null);
        yield return ("Seed of the estimators", subject.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Took", Numbers.Duration(diagnosis.Seconds));
        yield return ("Program", $"Uncollapse {diagnosis.ToolVersion}");
        yield return ("Layout of diagnosis.json", $"version {diagnosis.SchemaVersion}");
    }
}
