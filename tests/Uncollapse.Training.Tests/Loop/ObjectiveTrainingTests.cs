using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>Controllers reach what they are set to, histories say what moved, and what cannot end in time is refused where the plan asks for that.</summary>
public sealed class ObjectiveTrainingTests : IDisposable
{
    private readonly string _folder = Examples.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Both are integrators: what is left at the end is the noise of the batches, below 1 % over fifty epochs. The targets lie between what a weight of 0 and of the largest would give.
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void The_PI_controller_holds_the_rate(double target)
    {
        using TrainedRun run = Trainer.Train(Long(new ObjectivePlan { TargetRate = target, Beta = 10, IntegralGain = 0.003 }));
        Assert.InRange(Last(run, Measures.TrainRate) / target, 0.95, 1.05);
        Assert.InRange(Last(run, Measures.KlWeight), 0.01, 9.9);
        AssertIsAnHonestBound(run);
        Assert.Null(run.Info.BestEpoch);
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(6.5)]
    public void GECO_holds_the_distortion(double target)
    {
        using TrainedRun run = Trainer.Train(Long(new ObjectivePlan { TargetDistortion = target }));
        Assert.InRange(Last(run, Measures.TrainDistortion) / target, 0.95, 1.05);
        double multiplier = run.History.Last(entry => entry.Kind == "epoch").Values[Measures.Multiplier]!.Value;
        Assert.Equal(1 / multiplier, run.History.Last(entry => entry.Kind == "epoch").Values[Measures.KlWeight]!.Value, 1e-9);
        Assert.NotEqual(1, multiplier, 0.05);
        AssertIsAnHonestBound(run);
    }

    [Fact]
    public void A_capacity_holds_the_rate_and_stands_in_the_history()
    {
        using TrainedRun run = Trainer.Train(Long(new ObjectivePlan { Capacity = 2, CapacityEpochs = 20, CapacityWeight = 100 }));
        Assert.InRange(Last(run, Measures.TrainRate) / 2, 0.95, 1.05);
        double?[] capacities = [.. run.History.Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[Measures.Capacity])];
        Assert.Equal((2 * 129.0 / 130 / 2, 2.0), (capacities[9]!.Value, capacities[^1]!.Value));
        Assert.DoesNotContain(Measures.KlWeight, run.History.Last(entry => entry.Kind == "epoch").Values.Keys);
        Assert.True(run.Info.BestEpoch > 20);
        AssertIsAnHonestBound(run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_warm_up_of_more_steps_than_there_are_is_refused_where_it_must_end(bool mustFinish)
    {
        // 208 training examples in batches of 32 are 7 steps, times 4 epochs.
        Plan Of(int steps) => Examples.Plain(_folder) with { Objective = new ObjectivePlan { WarmupSteps = steps, MustFinish = mustFinish } };
        using (TrainedRun run = Trainer.Train(Of(28))) Assert.Equal(4, run.Info.Epoch);
        if (mustFinish)
        {
            string folder = Path.Combine(_folder, "run");
            PlanException error = Assert.Throws<PlanException>(() => Trainer.Train(Of(29), folder));
            Assert.Equal("objective.warmup_steps", Assert.Single(error.Problems).Key);
            Assert.Contains("4 epochs of 7 steps", error.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder));
            return;
        }

        var recorder = new Recorder();
        using TrainedRun warned = Trainer.Train(Of(29), options: new TrainingOptions { Observers = [recorder] });
        Assert.Empty(recorder.Warnings);
        Assert.Contains("29 steps, 4.14 epochs, of which there are 4", Assert.Single(warned.History[0].Warnings!).Message, StringComparison.Ordinal);
        Assert.Null(warned.Info.BestEpoch);
        using TrainedRun alone = Trainer.Train(Of(29), options: new TrainingOptions { Observers = [recorder], Watch = false });
        Assert.Contains("objective.warmup_steps (29) is longer than training.epochs (4): the KL weight never reaches 1", Assert.Single(recorder.Warnings), StringComparison.Ordinal);
    }

    private static void AssertIsAnHonestBound(TrainedRun run)
    {
        IReadOnlyDictionary<string, double?> values = run.History.Last(entry => entry.Kind == "epoch").Values;
        Assert.Equal(-(values[Measures.TrainRate]!.Value + values[Measures.TrainDistortion]!.Value), values[Measures.TrainElbo]!.Value, 1e-6);
    }

    /// <summary>The mean over the last fifty epochs, of which one shakes by 5 %.</summary>
    private static double Last(TrainedRun run, string measure) =>
        run.History.Where(entry => entry.Kind == "epoch").TakeLast(50).Average(entry => entry.Values[measure]!.Value);

    private Plan Long(ObjectivePlan objective)
    {
        Plan plan = Examples.Plain(_folder);
        return plan with { Objective = objective, Training = plan.Training with { Epochs = 800, BatchSize = 16, Optimizer = new OptimizerPlan { LearningRate = 5e-3 } } };
    }
}
