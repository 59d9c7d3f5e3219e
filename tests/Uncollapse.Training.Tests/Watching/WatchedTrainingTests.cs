using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Tests.Watching;

/// <summary>The watch inside a training.</summary>
public sealed class WatchedTrainingTests
{
    private readonly string _folder = Examples.Folder();

    private string Run => Path.Combine(_folder, "run");

    [Fact]
    public void Watching_changes_no_weight_and_no_other_measure()
    {
        Plan plan = Examples.EverythingMoves(_folder);
        using TrainedRun watched = Trainer.Train(plan), alone = Trainer.Train(plan, null, new TrainingOptions { Watch = false });
        Assert.Equal(Examples.Bits(alone.Model), Examples.Bits(watched.Model));
        foreach ((HistoryEntry with, HistoryEntry without) in Epochs(watched).Zip(Epochs(alone)))
        {
            Assert.DoesNotContain(Measures.ValidationInformation, without.Values.Keys);
            Assert.All(without.Values.Where(value => value.Key != Measures.ExamplesPerSecond), value => Assert.Equal(value.Value, with.Values[value.Key]));
            Assert.InRange(with.Values[Measures.ValidationInformation]!.Value, -0.1, with.Values[Measures.ValidationInformationCeiling]!.Value);
            // Of a standard normal prior and diagonal posteriors the units' rates add up to the rate.
            Assert.Equal(with.Values[Measures.ValidationRate]!.Value, Enumerable.Range(0, 3).Sum(unit => with.Values[Measures.ValidationUnitRate(unit)]!.Value), 1e-5);
            Assert.InRange(with.Values[Measures.KlGradientShare]!.Value, 0, 1);
        }
    }

    [Fact]
    public void A_training_without_a_code_is_warned_of_in_its_history_and_on_resume_not_again()
    {
        Plan plan = Heavy();
        var watch = new Watch();
        using (TrainedRun run = Trainer.Train(plan, Run, new TrainingOptions { Observers = [watch] }))
        {
            TrainingWarning warning = Assert.Single(run.History.SelectMany(entry => entry.Warnings ?? []));
            Assert.Equal(WatchMatters.Collapse, warning.Matter);
            Assert.InRange(warning.Epoch, 3, 6);
            Assert.Equal([warning], watch.Warnings);
            Assert.Equal([warning], RunFolder.Open(Run).ReadHistory().SelectMany(entry => entry.Warnings ?? []));
        }

        var told = new List<TrainingWarning>();
        var again = new Watch(told.Add);
        using TrainedRun resumed = Trainer.Resume(Run, plan with { Training = plan.Training with { Epochs = 8 } }, new TrainingOptions { Observers = [again] });
        Assert.Single(resumed.History.SelectMany(entry => entry.Warnings ?? []));
        Assert.Empty(told);
        Assert.Equal(watch.Warnings, again.Warnings);
    }

    [Fact]
    public void An_interrupted_training_is_judged_as_one_that_never_stopped()
    {
        Plan plan = Heavy();
        using TrainedRun whole = Trainer.Train(plan);
        using (var stop = new CancellationTokenSource())
        {
            var recorder = new Recorder { ActAtStep = 10, Act = stop.Cancel };
            Trainer.Train(plan, Run, new TrainingOptions { Observers = [recorder], Time = new EveryStepClock() }, stop.Token).Dispose();
        }

        using TrainedRun resumed = Trainer.Resume(Run);
        foreach ((HistoryEntry one, HistoryEntry other) in Epochs(whole).Zip(Epochs(resumed)))
        {
            Assert.Equal(one.Warnings, other.Warnings);
            Assert.All(one.Values.Where(value => value.Key != Measures.ExamplesPerSecond), value => Assert.Equal(value.Value, other.Values[value.Key]));
        }
    }

    [Fact]
    public void A_schedule_that_does_not_end_is_said_once_by_whoever_looks()
    {
        Plan plan = Examples.Plain(_folder) with { Objective = new ObjectivePlan { WarmupEpochs = 40 } };
        var recorder = new Recorder();
        using TrainedRun watched = Trainer.Train(plan, null, new TrainingOptions { Observers = [recorder] });
        Assert.Empty(recorder.Warnings);
        Assert.Equal(WatchMatters.UnfinishedSchedule, Assert.Single(watched.History[0].Warnings!).Matter);
        using TrainedRun alone = Trainer.Train(plan, null, new TrainingOptions { Observers = [recorder], Watch = false });
        Assert.Contains("warmup", Assert.Single(recorder.Warnings), StringComparison.Ordinal);
        Assert.Null(alone.History[0].Warnings);
    }

    [Fact]
    public void Of_a_scalar_code_exact_posteriors_are_compared_with_the_encoders_at_powers_of_two()
    {
        Plan plan = Examples.Plain(_folder), scalar = plan with { Model = plan.Model with { Latent = 1 }, Training = plan.Training with { Epochs = 5 } };
        using TrainedRun run = Trainer.Train(scalar), alone = Trainer.Train(scalar, null, new TrainingOptions { Watch = false }), wider = Trainer.Train(plan);
        Assert.Equal([1, 2, 4], run.History.Where(entry => entry.PosteriorMeans is not null).Select(entry => entry.Epoch));
        Assert.All(wider.History, entry => Assert.Null(entry.PosteriorMeans));
        Assert.Equal(Examples.Bits(alone.Model), Examples.Bits(run.Model));
        double[] gaps = [.. Epochs(run).Where(entry => entry.PosteriorMeans is not null).Select(entry => entry.PosteriorMeans!.Average(pair => Math.Abs(pair[0] - pair[1])))];
        double spread = Math.Sqrt(run.History.Last(entry => entry.PosteriorMeans is not null).PosteriorMeans!.Average(pair => pair[0] * pair[0]));
        // The encoder catches up with the posterior that the decoder asks for, whose means spread over examples.
        Assert.True(spread > 0.3 && gaps[^1] < 0.5 * spread, $"spread {spread}, gaps {string.Join(", ", gaps)}");
    }

    private static IEnumerable<HistoryEntry> Epochs(TrainedRun run) => run.History.Where(entry => entry.Kind == "epoch");

    /// <summary>A weight far above what any direction of these data is worth.</summary>
    private Plan Heavy()
    {
        Plan plan = Examples.Plain(_folder);
        return plan with { Objective = new ObjectivePlan { Beta = 60 }, Training = plan.Training with { Epochs = 6 } };
    }
}
