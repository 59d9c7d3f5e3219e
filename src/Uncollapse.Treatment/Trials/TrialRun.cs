using Uncollapse.Diagnosis;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Treatments;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;

namespace Uncollapse.Treatment.Trials;

/// <summary>The training of one trial, in its own run folder: some epochs, a look, and on from there as long as it is among the best.</summary>
internal sealed class TrialRun(string folder, Plan plan)
{
    private const int Examples = 1000;

    /// <summary>The share of the KL weight from which on it counts as there.</summary>
    private const double Arrived = 0.9;

    internal string Folder => folder;

    internal Plan Plan => plan;

    /// <summary>Trains to the end of an epoch, from wherever it is; returns what a short look then sees, or null where it diverged.</summary>
    /// <param name="epochs">The epoch.</param>
    /// <param name="report">Told of each epoch that is done.</param>
    /// <param name="late">Ends the training where it is, to be looked at there.</param>
    /// <param name="cancellation">Ends it all.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the state is saved.</exception>
    internal TrialReading? TrainTo(int epochs, Action<int> report, CancellationToken late, CancellationToken cancellation)
    {
        using TrainedRun run = Train(epochs, report, late);
        cancellation.ThrowIfCancellationRequested();
        return run.Info.Status == RunStatus.Diverged ? null : Look(run, cancellation);
    }

    /// <summary>The whole diagnosis of its weights.</summary>
    internal Records.Diagnoses.Diagnosis Diagnose(CheckpointKind checkpoint, DiagnosisOptions options, CancellationToken cancellation)
    {
        using var open = Opened.Open(folder, checkpoint);
        return Diagnoser.Diagnose(open.Subject, options, cancellation: cancellation);
    }

    private TrainedRun Train(int epochs, Action<int> report, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var options = new TrainingOptions { Observers = [new EpochObserver(epochs, report, stop)] };
        if (!File.Exists(Path.Combine(folder, "run.json"))) return Trainer.Train(plan, folder, options with { Force = true }, stop.Token);
        RunInfo info = RunFolder.Open(folder).ReadInfo();
        if (info.Epoch >= epochs && epochs < plan.Training.Epochs) stop.Cancel();
        return Trainer.Resume(folder, options, stop.Token);
    }

    private TrialReading Look(TrainedRun run, CancellationToken cancellation)
    {
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = folder, Checkpoint = "last", Plan = plan, Steps = run.Info.Step };
        var options = new DiagnosisOptions
        {
            Split = run.Data.Validation.Count >= 2 ? "validation" : "test", Examples = Examples, ImportanceSamples = 0, UnitExamples = 0, RefinedExamples = 0, ProbeExamples = 0, MarginExamples = 0,
            GeometryExamples = 0, BootstrapReplicates = 100, Seed = plan.Seed,
        };
        Records.Diagnoses.Diagnosis seen = Diagnoser.Diagnose(subject, options, cancellation: cancellation);
        return new TrialReading
        {
            Epochs = run.Info.Epoch,
            Verdict = seen.Verdict,
            IsMoving = run.Plan.Objective is { IsControlled: false, Capacity: null, Beta: > 0 and var beta } && Last(run, Measures.KlWeight) < Arrived * beta,
            MutualInformation = seen.MutualInformation.Estimate,
            Rate = seen.Rate,
            Distortion = seen.Reconstruction!.Distortion,
            Elbo = seen.Elbo!.Value,
            Describes = Description(),
            Use = seen.Interventions!.ShuffleCode?.LossNats ?? 0,
            ActiveUnits = seen.ActiveUnits,
        };
    }

    private static double? Last(TrainedRun run, string measure) => run.History.LastOrDefault(entry => entry.Kind == "epoch")?.Values.GetValueOrDefault(measure);

    /// <summary>What its bound is about: the example in the units of the plan's scaling, given a condition or features of the example itself where the decoder is told them.</summary>
    private string Description()
    {
        string scaled = plan.Data.Scale == Scaling.Standardise ? "x standardised" : plan.Data.Scale == Scaling.None ? "x as it is" : "x";
        string[] told = [.. plan.Data.Condition, .. plan.Model.Skips.Kind == SkipKind.None ? Array.Empty<string>() : ["features of x"]];
        return told.Length == 0 ? scaled : $"{scaled} given {string.Join(", ", told)}";
    }

    /// <summary>Tells how far it is, and stops the training when enough epochs are done.</summary>
    private sealed class EpochObserver(int epochs, Action<int> report, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Recorded(HistoryEntry entry)
        {
            if (entry.Kind != "epoch") return;
            report(entry.Epoch);
            if (entry.Epoch >= epochs) stop.Cancel();
        }
    }
}
