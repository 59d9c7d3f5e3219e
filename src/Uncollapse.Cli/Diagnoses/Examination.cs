using Uncollapse.Cli.Terminal;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Diagnosis.Maps;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting;
using Uncollapse.Zoo.Trials;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>From a model to a diagnosis with its files.</summary>
internal static class Examination
{
    /// <summary>Diagnoses under a progress bar.</summary>
    internal static Records.Diagnoses.Diagnosis Run(CliContext context, Func<IProgress<DiagnosisProgress>, Records.Diagnoses.Diagnosis> diagnose)
    {
        Records.Diagnoses.Diagnosis diagnosis = null!;
        var notes = new ProgressNotes(context.Terminal, context.Clock, "diagnosing");
        context.Terminal.Progress("diagnosing", bar => diagnosis = diagnose(new DiagnosisBar(bar, notes)));
        return diagnosis with { ToolVersion = ToolVersion.Number };
    }

    /// <summary>Diagnoses a run's model and puts the files into its folder or another.</summary>
    /// <param name="context">The command's.</param>
    /// <param name="subject">The model.</param>
    /// <param name="options">How much is measured.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="info">How it ended.</param>
    /// <param name="history">Its history.</param>
    /// <param name="folder">Where files go.</param>
    /// <param name="trialSeconds">Seconds of counterfactual trials; null: none. An interruption ends them, and the diagnosis is written with those that were done.</param>
    internal static Records.Diagnoses.Diagnosis OfRun(
        CliContext context, ModelSubject subject, DiagnosisOptions options, Plan plan, RunInfo info, IReadOnlyList<HistoryEntry> history, string folder, double? trialSeconds = null)
    {
        if (options.ImportanceSamples is null && plan.Model.Decoder.IsAutoregressive)
        {
            int codes = DiagnosisOptions.DefaultImportanceSamples(isAutoregressive: true);
            context.Terminal.Note($"the likelihood gets K = {codes} codes an example, as the decoder goes through each {(plan.Model.Decoder.ReadsTokens ? "word" : "output")} in turn; --importance-samples sets another number (more: slower and tighter)");
        }

        Records.Diagnoses.Diagnosis diagnosis = Run(context, progress => Diagnoser.Diagnose(subject, options, progress, context.Cancellation));
        if (trialSeconds is { } seconds) diagnosis = Try(context, diagnosis, subject, options, seconds);
        // Trials that were interrupted leave a diagnosis to write.
        CancellationToken cancellation = diagnosis.Counterfactuals is { Interrupted: true } ? CancellationToken.None : context.Cancellation;
        context.Terminal.Note($"writing {Path.Combine(folder, DiagnosisFiles.ReportName)}");
        using var album = new Album(subject, options.Split, options.Seed);
        using var sentences = new TextAlbum(subject, options.Split, options.Seed);
        DiagnosisFiles.Write(folder, new ReportContent
        {
            Title = Title(subject.Source),
            Plan = plan,
            Run = info,
            History = history,
            Diagnosis = diagnosis,
            Pictures = album.Pictures(diagnosis),
            Texts = sentences.Sheets(diagnosis),
            Map = CodeAtlas.Draw(subject, options, cancellation),
            Genes = GeneAtlas.Draw(subject, diagnosis, options, cancellation),
        });
        return diagnosis;
    }

    private static Records.Diagnoses.Diagnosis Try(CliContext context, Records.Diagnoses.Diagnosis diagnosis, ModelSubject subject, DiagnosisOptions options, double seconds)
    {
        Records.Diagnoses.Diagnosis tried = null!;
        var notes = new ProgressNotes(context.Terminal, context.Clock, "trials");
        var allowed = new CounterfactualOptions { Seconds = seconds, Clock = context.Clock };
        context.Terminal.Progress("trials", bar => tried = CounterfactualExamination.Examine(diagnosis, subject, new PlanTrainer(), options, allowed, new TrialsBar(bar, notes), context.Cancellation));
        return tried;
    }

    internal static string Title(string source) => Path.GetFileName(Path.TrimEndingDirectorySeparator(source)) is { Length: > 0 } name ? name : source;
}
