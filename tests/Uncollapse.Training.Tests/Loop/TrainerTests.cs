using System.Diagnostics;
using System.Reflection;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

public sealed class TrainerTests
{
    private readonly string _folder = Examples.Folder();

    private string Run => Path.Combine(_folder, "run");

    [Fact]
    public void A_training_improves_its_bound_and_leaves_a_complete_folder()
    {
        Plan plan = Examples.EverythingMoves(_folder);
        var recorder = new Recorder();
        using TrainedRun run = Trainer.Train(plan, Run, new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() });
        Assert.Equal(RunStatus.Finished, run.Info.Status);
        Assert.Equal((5, 65L), (run.Info.Epoch, run.Info.Step));
        Assert.Equal(["started", "start", "epoch", "epoch", "epoch", "epoch", "epoch", "stop", "stopped"], recorder.Events);
        Assert.Equal(208, recorder.Start!.Info.TrainExamples);
        Assert.Equal(13, recorder.Start.StepsPerEpoch);
        Assert.Equal([1, 12, 1], run.Info.ExampleShape);
        HistoryEntry[] epochs = [.. run.History.Where(entry => entry.Kind == "epoch")];
        Assert.True(epochs[^1].Values[Measures.ValidationDistortion] < epochs[0].Values[Measures.ValidationDistortion] - 0.5);
        Assert.Equal([12.0 / 19.5, 1, 1, 1, 1], epochs.Select(entry => entry.Values[Measures.KlWeight]!.Value));
        Assert.Equal(0, epochs[^1].Values[Measures.LearningRate]);
        Assert.All(epochs, entry => Assert.Equal(entry.Values[Measures.ValidationElbo]!.Value, -(entry.Values[Measures.ValidationRate] + entry.Values[Measures.ValidationDistortion])!.Value, 1e-12));
        Assert.All(epochs, entry => Assert.True(entry.Values[Measures.GradientNorm] > 0));

        var folder = RunFolder.Open(Run);
        Assert.Equal(plan, folder.Plan);
        Assert.Equal(run.Info.Step, folder.ReadInfo().Step);
        Assert.Equal(run.History.Count, folder.ReadHistory().Count);
        using Vae<float> last = folder.LoadModel(CheckpointKind.Last);
        Assert.Equal(Examples.Bits(run.Model), Examples.Bits(last));
    }

    [Fact]
    public void The_loaded_model_on_the_reopened_data_measures_what_the_history_says()
    {
        Plan plan = Examples.EverythingMoves(_folder);
        Trainer.Train(plan, Run).Dispose();
        var folder = RunFolder.Open(Run);
        using PreparedData data = folder.OpenData();
        using Vae<float> best = folder.LoadModel(CheckpointKind.Best);
        using var evaluator = new Evaluator(best, data.Validation, false, TrainingKeys.Evaluation(plan));
        HistoryEntry entry = folder.ReadHistory().Single(e => e.Kind == "epoch" && e.Epoch == folder.ReadInfo().BestEpoch);
        Assert.Equal(entry.Values[Measures.ValidationElbo], evaluator.Run().Elbo);
    }

    [Fact]
    public void In_memory_gives_the_same_weights_and_writes_nothing()
    {
        Plan plan = Examples.Plain(_folder);
        using TrainedRun written = Trainer.Train(plan, Run);
        string[] before = Directory.GetFileSystemEntries(_folder);
        using TrainedRun kept = Trainer.Train(plan);
        Assert.Null(kept.Folder);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder));
        Assert.Equal(Examples.Bits(written.Model), Examples.Bits(kept.Model));
        Assert.True(kept.UseBest());
        using Vae<float> best = written.Folder!.LoadModel();
        Assert.Equal(Examples.Bits(best), Examples.Bits(kept.Model));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Sgd)]
    public void Divergence_stops_before_the_weights_are_poisoned(OptimizerKind kind)
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with { Training = plan.Training with { Optimizer = new OptimizerPlan { Kind = kind, LearningRate = 1e6 } } };
        using TrainedRun run = Trainer.Train(plan, Run);
        Assert.Equal(RunStatus.Diverged, run.Info.Status);
        Assert.Contains("step", run.Info.Note, StringComparison.Ordinal);
        Assert.Contains("not finite", run.Info.Note, StringComparison.Ordinal);
        Assert.All(run.Model.Parameters.All, parameter => Assert.DoesNotContain(parameter.Tensor.Data.ToArray(), value => !float.IsFinite(value)));
        using Vae<float> kept = run.Folder!.LoadModel(CheckpointKind.Last);
        Assert.Equal(Examples.Bits(kept), Examples.Bits(run.Model));
        Assert.Equal(RunStatus.Diverged, run.Folder.ReadInfo().Status);
        Assert.Equal("stop", run.Folder.ReadHistory()[^1].Kind);
        Assert.Throws<DataFormatException>(() => Trainer.Resume(Run));
    }

    [Fact]
    public void Divergence_after_good_epochs_keeps_the_last_good_ones()
    {
        using TrainedRun run = Trainer.Train(GrowsUntilItDiverges());
        Assert.Equal(RunStatus.Diverged, run.Info.Status);
        Assert.True(run.Info.Epoch > 0, run.Info.Note);
        Assert.Equal(run.Info.Epoch, run.History.Count(entry => entry.Kind == "epoch"));
        Assert.All(run.Model.Parameters.All, parameter => Assert.DoesNotContain(parameter.Tensor.Data.ToArray(), value => !float.IsFinite(value)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void A_divergence_between_two_saves_leaves_on_disk_what_the_head_says(int checkpointEpochs)
    {
        Plan plan = GrowsUntilItDiverges();
        plan = plan with { Training = plan.Training with { CheckpointEpochs = checkpointEpochs } };
        using TrainedRun run = Trainer.Train(plan, Run);
        Assert.Equal(RunStatus.Diverged, run.Info.Status);
        int good = run.History.Count(entry => entry.Kind == "epoch");
        Assert.InRange(good, 1, 29);
        RunInfo info = run.Folder!.ReadInfo();
        Assert.Equal((good, run.Info.Step), (info.Epoch, info.Step));
        Assert.NotNull(info.BestEpoch);
        // The files measure what the history says of their epochs: a second source for which weights they hold.
        using Vae<float> kept = run.Folder.LoadModel(CheckpointKind.Last);
        Assert.Equal(Examples.Bits(kept), Examples.Bits(run.Model));
        Assert.Equal(Elbo(run, good), Measure(run, kept));
        Assert.EndsWith("best.npz", run.Folder.CheckpointPath(CheckpointKind.Best), StringComparison.Ordinal);
        using Vae<float> best = run.Folder.LoadModel(CheckpointKind.Best);
        Assert.Equal(Elbo(run, info.BestEpoch.Value), Measure(run, best));
    }

    [Fact]
    public void An_interruption_between_two_saves_leaves_on_disk_what_the_head_says()
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with { Training = plan.Training with { CheckpointEpochs = 30 } };
        using var source = new CancellationTokenSource();
        var recorder = new Recorder { ActAtStep = 17, Act = source.Cancel };
        using TrainedRun run = Trainer.Train(plan, Run, new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() }, source.Token);
        RunInfo info = run.Folder!.ReadInfo();
        Assert.Equal((RunStatus.Interrupted, 2, 17L), (info.Status, info.Epoch, info.Step));
        using Vae<float> best = run.Folder.LoadModel(CheckpointKind.Best);
        Assert.Equal(Elbo(run, info.BestEpoch!.Value), Measure(run, best));
        using Vae<float> last = run.Folder.LoadModel(CheckpointKind.Last);
        Assert.Equal(Examples.Bits(run.Model), Examples.Bits(last));
    }

    [Fact]
    public void Early_stopping_keeps_the_best_and_says_so()
    {
        Plan plan = Overfit(patience: 3);
        using TrainedRun run = Trainer.Train(plan, Run);
        Assert.Equal(RunStatus.StoppedEarly, run.Info.Status);
        Assert.Equal(run.Info.BestEpoch + 3, run.Info.Epoch);
        double?[] elbos = [.. run.History.Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[Measures.ValidationElbo])];
        Assert.Equal(elbos.Max(), elbos[run.Info.BestEpoch!.Value - 1]);
        using TrainedRun again = Trainer.Resume(Run);
        Assert.Equal(RunStatus.StoppedEarly, again.Info.Status);
        Assert.Equal(run.Info.Step, again.Info.Step);
    }

    [Fact]
    public void Early_stopping_waits_for_the_warm_up()
    {
        Plan plan = Overfit(patience: 1);
        plan = plan with { Objective = new ObjectivePlan { WarmupEpochs = 30 } };
        using TrainedRun run = Trainer.Train(plan);
        Assert.True(run.Info.BestEpoch > 30, $"best {run.Info.BestEpoch}");
        Assert.Equal(run.Info.BestEpoch + 1, run.Info.Epoch);
    }

    [Fact]
    public void A_warm_up_longer_than_the_training_is_warned_of_and_has_no_best()
    {
        Plan plan = Examples.Plain(_folder) with { Objective = new ObjectivePlan { WarmupEpochs = 50 } };
        var recorder = new Recorder();
        using TrainedRun run = Trainer.Train(plan, Run, new TrainingOptions { Observers = [recorder] });
        Assert.Equal(WatchMatters.UnfinishedSchedule, Assert.Single(recorder.Entries[0].Warnings!).Matter);
        Assert.Contains("50 epochs, of which there are 4", run.History[0].Warnings![0].Message, StringComparison.Ordinal);
        Assert.Null(run.Info.BestEpoch);
        Assert.False(run.UseBest());
        // Best falls back to last.
        using Vae<float> model = run.Folder!.LoadModel(CheckpointKind.Best);
        Assert.Equal(Examples.Bits(run.Model), Examples.Bits(model));
    }

    [Theory]
    [InlineData(BoundKind.Elbo, 3, Reduction.Sum)]
    [InlineData(BoundKind.Iwae, 5, Reduction.Sum)]
    [InlineData(BoundKind.Elbo, 1, Reduction.Mean)]
    public void Every_bound_trains(BoundKind bound, int samples, Reduction reduction)
    {
        Plan plan = Examples.Plain(_folder) with { Objective = new ObjectivePlan { Bound = bound, Samples = samples, Reduction = reduction } };
        AssertLearns(plan);
    }

    [Theory]
    [InlineData(LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Shared)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.PerOutput)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Predicted)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Optimal)]
    public void Every_likelihood_trains(LikelihoodKind kind, VarianceKind variance)
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with
        {
            Data = plan.Data with { Binarise = Binarisation.None },
            Model = plan.Model with { Likelihood = new LikelihoodPlan { Kind = kind, Variance = variance, Sigma2 = 0.5 } },
            Training = plan.Training with { Epochs = 8 },
        };
        // A starting variance means something to some of them only.
        HistoryEntry last = AssertLearns(PlanSchema.WithoutIdle(plan));
        bool learned = kind == LikelihoodKind.Gaussian && variance != VarianceKind.Fixed;
        Assert.Equal(learned, last.Values.TryGetValue(Measures.Sigma2, out double? sigma2));
        // Data in [0, 1] vary by less than 1/4; a learned variance must have come down from its start.
        if (learned) Assert.InRange(sigma2!.Value, 1e-4, 0.45);
    }

    [Fact]
    public void Values_outside_the_likelihoods_support_are_refused_before_a_folder_is_made()
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with { Data = plan.Data with { Binarise = Binarisation.None, Scale = Scaling.Standardise } };
        var error = Assert.Throws<DataFormatException>(() => Trainer.Train(plan, Run));
        Assert.Contains("[0, 1]", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [InlineData("train", LikelihoodKind.Bernoulli)]
    [InlineData("validation", LikelihoodKind.Bernoulli)]
    [InlineData("test", LikelihoodKind.Bernoulli)]
    [InlineData("test", LikelihoodKind.ContinuousBernoulli)]
    public void One_value_outside_the_support_in_any_split_is_refused_by_name(string split, LikelihoodKind kind)
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with { Data = plan.Data with { Binarise = Binarisation.None }, Model = plan.Model with { Likelihood = new LikelihoodPlan { Kind = kind } } };
        int row;
        using (var data = PreparedData.Open(plan.Data, TrainingKeys.Data(plan)))
        {
            DataView view = split switch { "train" => data.Train, "test" => data.Test, _ => data.Validation };
            row = view.Data.SourceIndex(3);
        }

        byte[] file = File.ReadAllBytes(plan.Data.Source);
        int start = file.Length - (260 * Examples.Columns * sizeof(float));
        BitConverter.TryWriteBytes(file.AsSpan(start + (row * Examples.Columns * sizeof(float))), 50f);
        File.WriteAllBytes(plan.Data.Source, file);
        var error = Assert.Throws<DataFormatException>(() => Trainer.Train(plan, Run));
        Assert.Equal($"{split} split", error.Location);
        Assert.Contains("to 50", error.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [InlineData(LikelihoodKind.Categorical)]
    [InlineData(LikelihoodKind.DiscretisedLogistic)]
    public void A_value_between_two_levels_is_refused_by_its_place(LikelihoodKind kind)
    {
        Plan plan = Examples.Plain(_folder);
        plan = plan with
        {
            Data = plan.Data with { Binarise = Binarisation.None, Scale = Scaling.None },
            Model = plan.Model with { Likelihood = new LikelihoodPlan { Kind = kind } },
            Training = plan.Training with { Epochs = 1 },
        };
        byte[] file = File.ReadAllBytes(plan.Data.Source);
        int start = file.Length - (260 * Examples.Columns * sizeof(float));
        Span<float> values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan(start));
        foreach (ref float value in values) value = MathF.Round(value * 255) / 255;
        File.WriteAllBytes(plan.Data.Source, file);
        Trainer.Train(plan).Dispose();
        foreach (ref float value in values) value = 100.5f / 255;
        File.WriteAllBytes(plan.Data.Source, file);
        var error = Assert.Throws<DataFormatException>(() => Trainer.Train(plan, Run));
        Assert.Equal("train split", error.Location);
        Assert.StartsWith("0.394118 in value 1 of example 1", error.Found, StringComparison.Ordinal);
        Assert.Contains("256 levels", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void A_folder_in_use_is_refused_unless_forced_and_then_only_the_runs_files_go()
    {
        Plan plan = Examples.Plain(_folder);
        Trainer.Train(plan, Run).Dispose();
        File.WriteAllText(Path.Combine(Run, "notes.txt"), "mine");
        Assert.Throws<DataFormatException>(() => Trainer.Train(plan, Run));
        using TrainedRun run = Trainer.Train(plan with { Seed = 3 }, Run, new TrainingOptions { Force = true });
        Assert.Equal(3, RunFolder.Open(Run).Plan.Seed);
        Assert.Equal(run.History.Count, run.Folder!.ReadHistory().Count);
        Assert.True(File.Exists(Path.Combine(Run, "notes.txt")));
    }

    [Fact]
    public void Progress_knows_where_it_stands_and_how_long_it_takes()
    {
        var recorder = new Recorder();
        using TrainedRun run = Trainer.Train(Examples.Plain(_folder), options: new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() });
        Assert.Equal(run.Info.Step, recorder.Ticks.Count);
        Assert.Equal(Enumerable.Range(1, recorder.Ticks.Count).Select(step => (long)step), recorder.Ticks.Select(tick => tick.Step));
        Assert.All(recorder.Ticks, tick => Assert.True(tick.ExamplesPerSecond > 0 && double.IsFinite(tick.Elbo)));
        Assert.Equal(TimeSpan.Zero, recorder.Ticks[^1].Remaining);
        // Time left is what is left to see at the rate shown: 4 epochs of 208 examples, 32 of them seen.
        Assert.Equal((4 * 208) - 32, recorder.Ticks[0].Remaining.TotalSeconds * recorder.Ticks[0].ExamplesPerSecond, 1e-3);
    }

    [Fact]
    public void Ticks_are_bounded_by_time_not_by_steps()
    {
        var recorder = new Recorder();
        using TrainedRun run = Trainer.Train(Examples.Plain(_folder), options: new TrainingOptions { Observers = [recorder] });
        Assert.True(recorder.Ticks.Count <= (run.Info.Seconds / 0.1) + 1, $"{recorder.Ticks.Count} ticks in {run.Info.Seconds} s");
    }

    [Theory]
    [InlineData(1, BoundKind.Elbo)]
    [InlineData(5, BoundKind.Iwae)]
    public void A_step_and_a_batch_allocate_nothing_after_the_first_few(int samples, BoundKind bound)
    {
        Plan plan = Examples.EverythingMoves(_folder) with { Objective = new ObjectivePlan { Samples = samples, Bound = bound } };
        using var data = PreparedData.Open(plan.Data, TrainingKeys.Data(plan));
        using var model = Vae<float>.Build(plan.Model, new DataStatistics(data.Train.Statistics().Mean), new Rng(1));
        using var optimizer = Optimizer<float>.From(plan.Training.Optimizer, model.Parameters.Trained);
        using var step = new TrainingStep(plan, model, optimizer);
        using var batch = new Tensor<float>(new Shape(16, Examples.Columns));
        var batches = new Batcher(data.Train, 16, new Rng(2));
        long before = 0, least = long.MaxValue;
        for (int i = 0; i <= 60; i++)
        {
            // What happens once for the whole process (a thread that starts, a method compiled anew) falls into one window only.
            if (i % 15 == 0)
            {
                if (i > 15) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            batches.Fill(i / batches.StepsPerEpoch, i % batches.StepsPerEpoch, batch.Data);
            StepResult result = step.Run(batch, new Rng(3).Fork((ulong)i), 1, 1e-3);
            if (result.Fault is not null) Assert.Fail(result.Fault);
        }

        // Code that is not optimised boxes a few scalars inside vector operations, well below one tensor of this batch a step.
        bool optimised = typeof(Tensor<float>).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
        Assert.InRange(least, 0, optimised ? 0 : 15 * 3000);
    }

    private static HistoryEntry AssertLearns(Plan plan)
    {
        using TrainedRun run = Trainer.Train(plan);
        Assert.Equal(RunStatus.Finished, run.Info.Status);
        HistoryEntry[] epochs = [.. run.History.Where(entry => entry.Kind == "epoch")];
        Assert.True(epochs[^1].Values[Measures.TrainLoss] < epochs[0].Values[Measures.TrainLoss], "the loss did not fall");
        Assert.True(epochs[^1].Values[Measures.ValidationElbo] > epochs[0].Values[Measures.ValidationElbo], "the bound did not rise");
        return epochs[^1];
    }

    /// <summary>|1 - rate decay| = 1.04: the weights grow by that factor a step, so it takes some epochs until something overflows.</summary>
    private Plan GrowsUntilItDiverges()
    {
        Plan plan = Examples.Plain(_folder);
        return plan with { Training = plan.Training with { Epochs = 60, Optimizer = new OptimizerPlan { Kind = OptimizerKind.Sgd, LearningRate = 0.01, Momentum = 0, WeightDecay = 204 } } };
    }

    private static double? Elbo(TrainedRun run, int epoch) =>
        run.History.Single(entry => entry.Kind == "epoch" && entry.Epoch == epoch).Values[Measures.ValidationElbo];

    private static double? Measure(TrainedRun run, Vae<float> model)
    {
        using var evaluator = new Evaluator(model, run.Data.Validation, false, TrainingKeys.Evaluation(run.Plan));
        return evaluator.Run().Elbo;
    }

    /// <summary>Thirty examples and a wide network: the validation bound must turn.</summary>
    private Plan Overfit(int patience)
    {
        Plan plan = Examples.Plain(_folder);
        return plan with
        {
            Data = plan.Data with { Examples = 30 },
            Model = plan.Model with { Encoder = new NetworkPlan { Hidden = [64] }, Decoder = new NetworkPlan { Hidden = [64] } },
            Training = plan.Training with { Epochs = 500, Patience = patience },
        };
    }
}
