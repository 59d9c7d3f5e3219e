using Uncollapse.Cli.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Reporting.Tables;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Progress;

/// <summary>How a training ended, in words, as JSON and as an exit code.</summary>
internal static class TrainResult
{
    /// <summary>Whether it came to an end of its own, with something to look at.</summary>
    internal static bool IsWhole(RunInfo info) => info.Status is RunStatus.Finished or RunStatus.StoppedEarly;

    /// <summary>Says how a whole training ended and where its run is.</summary>
    internal static void Tell(CliContext context, TrainedRun run, string folder)
    {
        RunInfo info = run.Info;
        if (!IsWhole(info)) return;
        HistoryEntry? last = Last(run);
        string how = info.Status == RunStatus.StoppedEarly ? $"stopped early ({info.Note})" : "finished";
        context.Terminal.Result($"{how}: {Figures.Plural(info.Epoch, "epoch")}, {Figures.Plural(info.Step, "step")} in {Figures.Duration(info.Seconds)}", Tone.Good);
        if (last is not null)
        {
            string Nats(string name) => Figures.Nats(last.Values.GetValueOrDefault(name));
            string best = info.BestEpoch is { } epoch && epoch != info.Epoch ? $" (best ELBO in epoch {epoch})" : "";
            context.Terminal.Result($"held out: ELBO {Nats(Measures.ValidationElbo)}, rate {Nats(Measures.ValidationRate)}, distortion {Nats(Measures.ValidationDistortion)} nats{best}");
            if (ObjectiveWords.BoundsNothing(run.Plan)) context.Terminal.Note($"ELBO: {ObjectiveWords.NoBound}");
        }

        context.Terminal.Result($"run folder: {folder}");
    }

    /// <summary>The document, and the diagnosis if there is one; says how a training broke off.</summary>
    /// <returns>The exit code.</returns>
    internal static int Report(CliContext context, TrainedRun run, string folder, Records.Diagnoses.Diagnosis? diagnosis)
    {
        context.Json(() => CliJson.Text(new TrainDocument(folder, run.Info, Last(run)?.Values ?? new Dictionary<string, double?>(StringComparer.Ordinal), [.. run.History.SelectMany(entry => entry.Warnings ?? [])], diagnosis)));
        if (!IsWhole(run.Info)) return Broken(context, run.Info, folder);
        if (diagnosis is null)
        {
            context.Terminal.Note($"next: uncollapse diagnose {folder}");
            return ExitCode.Done;
        }

        context.Terminal.Result("");
        DiagnosisPrinter.Print(context.Terminal, diagnosis);
        context.Terminal.Note($"report: {Path.Combine(folder, DiagnosisFiles.ReportName)}");
        return ExitCode.Done;
    }

    private static HistoryEntry? Last(TrainedRun run) => run.History.LastOrDefault(entry => entry.Kind == "epoch");

    private static int Broken(CliContext context, RunInfo info, string folder)
    {
        bool diverged = info.Status == RunStatus.Diverged;
        context.Streams.Error.WriteLine($"error: {info.Note}");
        context.Streams.Error.WriteLine(diverged
            ? "hint: train anew with a lower --learning-rate or with --clip-norm"
            : $"hint: uncollapse train {folder} --resume");
        return diverged ? ExitCode.Diverged : ExitCode.Interrupted;
    }
}
