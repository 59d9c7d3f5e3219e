using Uncollapse.Data;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>An interrupted training goes on to the very bits of one that was not interrupted.</summary>
[Collection("Workers")]
public sealed class ResumeTests : IDisposable
{
    private readonly int _threads = Workers.Count;
    private readonly string _folder = Examples.Folder();

    private string Run => Path.Combine(_folder, "run");

    public void Dispose() => Workers.Count = _threads;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 25)]
    [InlineData(1, 26)]
    [InlineData(2, 25)]
    [InlineData(2, 64)]
    public void After_an_interruption_in_mid_epoch(int threads, int atStep)
    {
        Workers.Count = threads;
        Plan plan = Examples.EverythingMoves(_folder);
        using TrainedRun whole = Trainer.Train(plan, Path.Combine(_folder, "whole"));
        using var source = new CancellationTokenSource();
        var recorder = new Recorder { ActAtStep = atStep, Act = source.Cancel };
        using (TrainedRun part = Trainer.Train(plan, Run, new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() }, source.Token))
        {
            Assert.Equal(RunStatus.Interrupted, part.Info.Status);
            Assert.Equal(atStep, part.Info.Step);
            Assert.NotEqual(Examples.Bits(whole.Model), Examples.Bits(part.Model));
        }

        using TrainedRun resumed = Trainer.Resume(Run);
        AssertSame(whole, resumed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_a_crash_that_saved_nothing(int threads)
    {
        Workers.Count = threads;
        Plan plan = Examples.EverythingMoves(_folder);
        using TrainedRun whole = Trainer.Train(plan, Path.Combine(_folder, "whole"));
        var recorder = new Recorder { ActAtStep = 37, Act = () => throw new TimeoutException("power cut") };
        var options = new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() };
        Assert.Throws<TimeoutException>(() => Trainer.Train(plan, Run, options));
        Assert.Equal(RunStatus.Running, RunFolder.Open(Run).ReadInfo().Status);
        using TrainedRun resumed = Trainer.Resume(Run);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void What_was_diagnosed_before_is_set_aside_under_its_epoch()
    {
        Plan plan = Examples.Plain(_folder);
        Trainer.Train(plan with { Training = plan.Training with { Epochs = 1 } }, Run).Dispose();
        foreach (string name in new[] { "diagnosis.json", "report.html" }) File.WriteAllText(Path.Combine(Run, name), name);
        Trainer.Resume(Run).Dispose();
        Assert.True(File.Exists(Path.Combine(Run, "report.html")), "nothing was left to train: it is still the model's");
        var recorder = new Recorder();
        Trainer.Resume(Run, plan, new TrainingOptions { Observers = [recorder] }).Dispose();
        Assert.False(File.Exists(Path.Combine(Run, "diagnosis.json")) || File.Exists(Path.Combine(Run, "report.html")));
        Assert.Equal("report.html", File.ReadAllText(Path.Combine(Run, "report-epoch-1.html")));
        Assert.Contains("diagnosis.json is now diagnosis-epoch-1.json", Assert.Single(recorder.Warnings), StringComparison.Ordinal);
        Trainer.Train(plan, Run, new TrainingOptions { Force = true }).Dispose();
        Assert.Empty(Directory.EnumerateFiles(Run, "*-epoch-*"));
    }

    [Fact]
    public void A_network_of_images_is_refused_for_rows_before_a_folder_is_made()
    {
        Plan plan = Examples.Plain(_folder);
        foreach (NetworkPlan decoder in new NetworkPlan[] { new() { Kind = NetworkKind.Pixelcnn, Channels = [4] }, new() { Kind = NetworkKind.Conv } })
        {
            var error = Assert.Throws<PlanException>(() => Trainer.Train(plan with { Model = plan.Model with { Decoder = decoder } }, Run));
            Assert.Contains("no images", Assert.Single(error.Problems).ToString(), StringComparison.Ordinal);
            Assert.False(Directory.Exists(Run));
        }
    }

    [Fact]
    public void Twice_and_with_another_number_of_threads()
    {
        Plan plan = Examples.EverythingMoves(_folder);
        Workers.Count = 1;
        using TrainedRun whole = Trainer.Train(plan, Path.Combine(_folder, "whole"));
        Workers.Count = 2;
        using (TrainedRun first = Interrupted(plan, 20, resume: false)) Assert.Equal(20, first.Info.Step);
        using (TrainedRun second = Interrupted(plan, 50, resume: true)) Assert.Equal(50, second.Info.Step);
        Workers.Count = 1;
        using TrainedRun resumed = Trainer.Resume(Run);
        AssertSame(whole, resumed);
        Assert.Equal(["start", "epoch", "stop", "resume", "epoch", "epoch", "stop", "resume", "epoch", "epoch", "stop"], Kinds(resumed.History));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_an_importance_weighted_bound_and_wide_layers_on_any_number_of_threads(int threads)
    {
        Plan plan = Examples.Wide(_folder);
        Workers.Count = 1;
        using TrainedRun whole = Trainer.Train(plan, Path.Combine(_folder, "whole"));
        Workers.Count = threads;
        using TrainedRun again = Trainer.Train(plan, Path.Combine(_folder, "again"));
        AssertSame(whole, again);
        using (TrainedRun part = Interrupted(plan, 6, resume: false)) Assert.Equal(6, part.Info.Step);
        using TrainedRun resumed = Trainer.Resume(Run);
        AssertSame(whole, resumed);
    }

    [Fact]
    public void With_more_epochs_than_before_it_goes_on_and_matches_a_longer_training()
    {
        Plan plan = Examples.Plain(_folder);
        Plan longer = plan with { Training = plan.Training with { Epochs = 6 } };
        using (TrainedRun first = Trainer.Train(plan, Run)) Assert.Equal(RunStatus.Finished, first.Info.Status);
        File.WriteAllText(Path.Combine(Run, "plan.yaml"), PlanYaml.Format(longer));
        using TrainedRun whole = Trainer.Train(longer);
        using TrainedRun resumed = Trainer.Resume(Run);
        Assert.Equal(6, resumed.Info.Epoch);
        Assert.Equal(Examples.Bits(whole.Model), Examples.Bits(resumed.Model));
    }

    [Fact]
    public void A_longer_plan_is_written_when_the_run_goes_on()
    {
        Plan plan = Examples.Plain(_folder);
        Plan longer = plan with { Training = plan.Training with { Epochs = 6 } };
        Trainer.Train(plan, Run).Dispose();
        using TrainedRun resumed = Trainer.Resume(Run, longer);
        Assert.Equal((RunStatus.Finished, 6), (resumed.Info.Status, resumed.Info.Epoch));
        Assert.Equal(longer, RunFolder.Open(Run).Plan);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("checkpoint")]
    [InlineData("history")]
    [InlineData("plan")]
    [InlineData("diverged")]
    public void A_refusal_leaves_the_plan_as_it_was(string cause)
    {
        Plan plan = Examples.Plain(_folder);
        Trainer.Train(plan, Run).Dispose();
        var run = RunFolder.Open(Run);
        // A comment shows that the file is the very one.
        File.AppendAllText(run.PlanFile, "# mine\n");
        string before = File.ReadAllText(run.PlanFile);
        Plan longer = plan with { Training = plan.Training with { Epochs = 6 } };
        switch (cause)
        {
            case "data": File.Copy(Path.Combine(Examples.Folder(count: 200), "data.npy"), plan.Data.Source, overwrite: true); break;
            case "checkpoint": File.WriteAllText(run.CheckpointPath(CheckpointKind.Last), "no archive"); break;
            case "history": File.WriteAllText(run.HistoryFile, "no json\n"); break;
            case "plan": longer = longer with { Seed = 99 }; break;
            default: File.WriteAllText(run.InfoFile, File.ReadAllText(run.InfoFile).Replace("\"finished\"", "\"diverged\"", StringComparison.Ordinal)); break;
        }

        Assert.Throws<DataFormatException>(() => Trainer.Resume(Run, longer));
        Assert.Equal(before, File.ReadAllText(run.PlanFile));
    }

    [Fact]
    public void A_finished_run_is_returned_at_once()
    {
        Plan plan = Examples.Plain(_folder);
        using TrainedRun first = Trainer.Train(plan, Run);
        using TrainedRun again = Trainer.Resume(Run);
        Assert.Equal(RunStatus.Finished, again.Info.Status);
        Assert.Equal(first.Info.Step, again.Info.Step);
        Assert.Equal(Examples.Bits(first.Model), Examples.Bits(again.Model));
    }

    [Theory]
    [InlineData("training.optimizer.learning_rate", "0.5")]
    [InlineData("model.latent", "5")]
    [InlineData("seed", "8")]
    public void A_changed_plan_is_refused_with_what_differs(string key, string value)
    {
        Plan plan = Examples.Plain(_folder);
        Trainer.Train(plan, Run).Dispose();
        File.WriteAllText(Path.Combine(Run, "plan.yaml"), PlanYaml.Format(PlanSchema.Find(key)!.Parse(plan, value)));
        var error = Assert.Throws<DataFormatException>(() => Trainer.Resume(Run));
        Assert.Contains(key == "seed" ? "seed" : $"{key}: {value}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cosine_cannot_be_stretched_afterwards()
    {
        Plan plan = Examples.EverythingMoves(_folder);
        Trainer.Train(plan, Run).Dispose();
        File.WriteAllText(Path.Combine(Run, "plan.yaml"), PlanYaml.Format(plan with { Training = plan.Training with { Epochs = 9 } }));
        var error = Assert.Throws<DataFormatException>(() => Trainer.Resume(Run));
        Assert.Contains("training.epochs: 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_changed_are_refused()
    {
        Plan plan = Examples.Plain(_folder);
        Trainer.Train(plan, Run).Dispose();
        string other = Examples.Folder(count: 200);
        File.Copy(Path.Combine(other, "data.npy"), Path.Combine(_folder, "data.npy"), overwrite: true);
        var error = Assert.Throws<DataFormatException>(() => Trainer.Resume(Run));
        Assert.Contains("the data of the run", error.Message, StringComparison.Ordinal);
    }

    private TrainedRun Interrupted(Plan plan, int atStep, bool resume)
    {
        using var source = new CancellationTokenSource();
        var recorder = new Recorder { ActAtStep = atStep, Act = source.Cancel };
        var options = new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() };
        return resume ? Trainer.Resume(Run, options, source.Token) : Trainer.Train(plan, Run, options, source.Token);
    }

    internal static void AssertSame(TrainedRun whole, TrainedRun resumed)
    {
        Assert.Equal(RunStatus.Finished, resumed.Info.Status);
        Assert.Equal(whole.Info.Step, resumed.Info.Step);
        Assert.Equal(whole.Info.BestEpoch, resumed.Info.BestEpoch);
        Assert.Equal(Examples.Bits(whole.Model), Examples.Bits(resumed.Model));
        using Vae<float> wholeBest = whole.Folder!.LoadModel(CheckpointKind.Best), resumedBest = resumed.Folder!.LoadModel(CheckpointKind.Best);
        Assert.Equal(Examples.Bits(wholeBest), Examples.Bits(resumedBest));
        Assert.Equal(Epochs(whole.History), Epochs(resumed.History));
        Assert.Equal(Epochs(resumed.History), Epochs(resumed.Folder.ReadHistory()));
    }

    private static string[] Kinds(IEnumerable<HistoryEntry> history) => [.. history.Select(entry => entry.Kind)];

    /// <summary>Every measured value but the speed.</summary>
    private static string[] Epochs(IEnumerable<HistoryEntry> history) =>
    [
        .. history.Where(entry => entry.Kind == "epoch").Select(entry =>
            $"{entry.Epoch} {entry.Step} " + string.Join(' ', entry.Values.Where(value => value.Key != Measures.ExamplesPerSecond).Select(value => $"{value.Key}={value.Value:R}"))),
    ];
}
