using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Diagnosis;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Sweeps;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The training and diagnosis of one cell in its run folder, from wherever it stands.</summary>
internal sealed class CellRun(string folder, Plan plan, SweepOptions options)
{
    internal const string DiagnosisName = "diagnosis.json";

    /// <summary>Trains to the end and diagnoses.</summary>
    /// <param name="cell">What is known of it so far.</param>
    /// <param name="observer">Told how the training goes.</param>
    /// <param name="cancellation">Stops it; a training is saved.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal SweepCell Run(SweepCell cell, ITrainingObserver observer, CancellationToken cancellation)
    {
        bool begun = File.Exists(Path.Combine(folder, "run.json"));
        // Cut off between its end and the record of it.
        if (begun && RunFolder.Open(folder).ReadInfo() is { Status: RunStatus.Diverged } ended) return Diverged(cell, ended);
        var training = new TrainingOptions { Observers = [observer], Time = options.Time, Force = true };
        using TrainedRun run = begun ? Trainer.Resume(folder, training, cancellation) : Trainer.Train(plan, folder, training, cancellation);
        if (run.Info.Status == RunStatus.Diverged) return Diverged(cell, run.Info);
        cancellation.ThrowIfCancellationRequested();
        Records.Diagnoses.Diagnosis diagnosis;
        try
        {
            diagnosis = Diagnose(run, cancellation);
        }
        catch (DataFormatException error)
        {
            // It would be refused again, and the other cells have nothing to do with it.
            return cell with { Status = CellStatus.Failed, Epochs = run.Info.Epoch, Seconds = run.Info.Seconds, Note = $"it was trained, and cannot be diagnosed: {error.Message}" };
        }

        AtomicFile.WriteText(Path.Combine(folder, DiagnosisName), JsonSerializer.Serialize(diagnosis, RecordsJson.Default.Diagnosis) + "\n");
        return Told(cell, run.Info, diagnosis);
    }

    private Records.Diagnoses.Diagnosis Diagnose(TrainedRun run, CancellationToken cancellation)
    {
        string checkpoint = options.Checkpoint == CheckpointKind.Best && run.UseBest() ? "best" : "last";
        bool autoregressive = run.Plan.Model.Decoder.IsAutoregressive;
        DiagnosisOptions measured = options.Diagnosis with
        {
            ImportanceSamples = options.Diagnosis.ImportanceSamples ?? SweepOptions.ImportanceSamples(autoregressive),
            RefinedExamples = options.Diagnosis.RefinedExamples ?? SweepOptions.RefinedExamples(autoregressive),
        };
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = folder, Checkpoint = checkpoint, Plan = run.Plan, Steps = run.Info.Step };
        return Diagnoser.Diagnose(subject, measured, cancellation: cancellation);
    }

    private static SweepCell Diverged(SweepCell cell, RunInfo info) => cell with { Status = CellStatus.Diverged, Epochs = info.Epoch, Seconds = info.Seconds, Note = info.Note };

    private static SweepCell Told(SweepCell cell, RunInfo info, Records.Diagnoses.Diagnosis seen) => cell with
    {
        Status = CellStatus.Done,
        Verdict = seen.Verdict,
        Cause = seen.Findings.Where(finding => finding.Severity != Severity.Info).OrderByDescending(finding => finding.Severity).ThenByDescending(finding => finding.Confidence).FirstOrDefault()?.Cause,
        MutualInformation = Finite(seen.MutualInformation.Estimate),
        MutualInformationInterval = Finite(seen.MutualInformation.Ci95),
        Rate = Finite(seen.Rate),
        Distortion = Finite(seen.Reconstruction?.Distortion),
        ActiveUnits = seen.ActiveUnits,
        LatentSize = seen.LatentSize,
        Nll = Finite(seen.Nll?.Estimate),
        NllStandardError = Finite(seen.Nll?.StandardError),
        Use = Finite(seen.Interventions?.ShuffleCode?.LossNats),
        UseInterval = Finite(seen.Interventions?.ShuffleCode?.Ci95),
        Epochs = info.Epoch,
        Seconds = info.Seconds + seen.Seconds,
        Note = null,
    };

    /// <summary>What is not finite is no number to draw or to compare.</summary>
    private static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;

    private static IReadOnlyList<double>? Finite(IReadOnlyList<double>? interval) => interval is [var low, var high] && double.IsFinite(low) && double.IsFinite(high) ? interval : null;
}
