using System.Diagnostics;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Diagnosis.Gallery;
using Uncollapse.Models.Decoders;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Zoo.Trials;

namespace Uncollapse.Zoo.Running;

/// <summary>From a plan to an outcome: trains it in memory, diagnoses it on new and on its own examples, draws reconstructions.</summary>
internal static class Work
{
    private const int Examples = 1000;
    private const int Pictures = 12;
    private const int Sentences = 5;
    private const double TrainingShare = 0.8;

    /// <summary>How much work a plan is beside another, for progress and order: examples seen times what a model of its kind costs.</summary>
    internal static double Weight(Plan plan)
    {
        double examples = plan.Data.Examples ?? 3500;
        double cost = plan.Model.Decoder.ReadsTokens ? 10 : 1;
        return 40_000 + (cost * examples * plan.Training.Epochs);
    }

    internal static Outcome Carry(Plan plan, double? trials, Action<double> report, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var options = new TrainingOptions { Observers = [new ShareObserver(share => report(TrainingShare * share))] };
        using TrainedRun run = Trainer.Train(plan, null, options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (run.Info.Status == RunStatus.Diverged) throw new InvalidOperationException($"A training of the zoo diverged: {run.Info.Note}");
        // The last weights, not the best: the best ELBO of a plant is often that of an epoch before it collapsed.
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "zoo", Checkpoint = "last", Plan = plan };
        Records.Diagnoses.Diagnosis heldOut = Diagnoser.Diagnose(subject, Options("test", plan), cancellation: cancellation);
        report(0.9);
        Records.Diagnoses.Diagnosis? tried = trials is { } seconds
            ? CounterfactualExamination.Examine(heldOut, subject, new PlanTrainer(), Options("test", plan), new CounterfactualOptions { Seconds = seconds }, cancellation: cancellation)
            : null;
        Records.Diagnoses.Diagnosis train = Diagnoser.Diagnose(subject, Options("train", plan) with { UnitExamples = 0 }, cancellation: cancellation);
        using var album = new Album(subject, "test", 0);
        using var sentences = new TextAlbum(subject, "test", 0);
        return new Outcome
        {
            Plan = plan,
            HeldOut = heldOut,
            Tried = tried,
            Train = train,
            History = run.History,
            Picture = album.HasPictures ? album.Reconstructions(Pictures, 1) : null,
            Text = sentences.HasSentences ? sentences.Reconstructions(Sentences, new GenerationOptions(GenerationMode.Greedy)) : null,
            Pairs = album.HasPictures || sentences.HasSentences ? [] : NumberPairs.Of(subject),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    private static DiagnosisOptions Options(string split, Plan plan) => new()
    {
        Split = split, Examples = Examples, ImportanceSamples = 0, UnitExamples = 200, BootstrapReplicates = 200, Seed = plan.Seed,
        // The page shows neither maps nor landscapes.
        ProbeExamples = 0, GeometryExamples = 0, MarginExamples = split == "train" ? 0 : 1000, RefinedExamples = split == "train" ? 0 : 128,
    };
}
