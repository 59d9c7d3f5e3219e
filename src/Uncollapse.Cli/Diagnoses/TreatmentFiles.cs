using Uncollapse.Cli.Runs;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Models.Decoders;
using Uncollapse.Records;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting;
using Uncollapse.Reporting.Treatments;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Runs;
using Uncollapse.Treatment.Trials;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>What a treatment leaves beside its record: <c>treatment.html</c>, and the accepted run's own diagnosis and report.</summary>
internal static class TreatmentFiles
{
    internal const string ReportName = "treatment.html";
    private const int Pictures = 12;
    private const int Sentences = 5;

    internal static void Write(string folder, RunFolder before, TreatmentRecord record, TreatmentOptions options)
    {
        if (record.Trials.Count == 0) return;
        string? after = record.Accepted ? folder : Best(folder, record);
        var content = new TreatmentContent { Record = record, Before = Side(before.Path, options, record.Before), After = after is null || record.After is null ? null : Side(after, options, record.After) };
        AtomicFile.Write(Path.Combine(folder, ReportName), stream => TreatmentReport.Write(content, stream));
        if (!record.Accepted || File.Exists(Path.Combine(folder, DiagnosisFiles.ReportName))) return;
        using var run = OpenRun.Open(folder, options.Checkpoint);
        ModelSubject subject = Subject(run, options.Checkpoint);
        using var album = new Album(subject, options.Diagnosis.Split, options.Diagnosis.Seed);
        using var sentences = new TextAlbum(subject, options.Diagnosis.Split, options.Diagnosis.Seed);
        DiagnosisFiles.Write(folder, new ReportContent
        {
            Title = Examination.Title(folder), Plan = run.Folder.Plan, Run = run.Folder.ReadInfo(), History = run.Folder.ReadHistory(), Diagnosis = record.After,
            Pictures = album.Pictures(record.After), Texts = sentences.Sheets(record.After!),
        });
    }

    /// <summary>The folder of the best trial that was not accepted.</summary>
    private static string? Best(string folder, TreatmentRecord record)
    {
        TreatmentTrial? best = record.Trials.FirstOrDefault(trial => trial.Changes.SequenceEqual(record.Changes) && trial.Outcome.StartsWith("not accepted", StringComparison.Ordinal));
        return best is null ? null : new TreatmentFolder(folder).TrialPath(best.Name);
    }

    private static TreatmentSide Side(string path, TreatmentOptions options, Records.Diagnoses.Diagnosis diagnosis)
    {
        using var run = OpenRun.Open(path, options.Checkpoint);
        ModelSubject subject = Subject(run, options.Checkpoint);
        using var album = new Album(subject, options.Diagnosis.Split, options.Diagnosis.Seed);
        using var sentences = new TextAlbum(subject, options.Diagnosis.Split, options.Diagnosis.Seed);
        int[] units = [.. diagnosis.Units.OrderByDescending(unit => unit.MutualInformation).Take(4).Select(unit => unit.Index)];
        return new TreatmentSide
        {
            Plan = run.Folder.Plan,
            History = run.Folder.ReadHistory(),
            Reconstructions = album.HasPictures ? album.Reconstructions(Pictures, 1) : null,
            Traversals = album.HasPictures && units.Length > 0 ? album.Traversals(units) : null,
            Text = sentences.HasSentences ? sentences.Reconstructions(Sentences, new GenerationOptions(GenerationMode.Greedy)) : null,
        };
    }

    private static ModelSubject Subject(OpenRun run, CheckpointKind checkpoint) => new()
    {
        Model = run.Model, Data = run.Data, Source = run.Folder.Path, Checkpoint = Path.GetFileNameWithoutExtension(run.Folder.CheckpointPath(checkpoint)), Plan = run.Folder.Plan, Steps = run.Folder.ReadInfo().Step,
    };
}
