using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Rules;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Rules;

/// <summary>The rules of remedies that change the loop, value by value.</summary>
public sealed class LoopRuleTests
{
    // Windows of 3: sums 12, 9, 9: the third is not below the second.
    [Fact]
    public void Encoder_steps_end_with_the_first_window_that_is_not_below_the_one_before()
    {
        var loss = new FallingLoss(window: 3, most: 100);
        loss.Begin();
        double[] losses = [5, 4, 3, 3, 3, 3, 2, 3];
        foreach (double value in losses) Assert.True(loss.GoesOn(value));
        Assert.False(loss.GoesOn(4));
        Assert.Equal(9, loss.Steps);
        loss.Begin();
        Assert.True(loss.GoesOn(1e9));
    }

    [Fact]
    public void Encoder_steps_that_always_help_end_at_their_most()
    {
        var loss = new FallingLoss(window: 10, most: 100);
        loss.Begin();
        int steps = 1;
        while (loss.GoesOn(-steps)) steps++;
        Assert.Equal(100, steps);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 6)]
    public void The_phase_ends_at_the_failure_it_may_not_have(int most, int expected)
    {
        // Falls at the third, fifth and sixth; reaching the best again is no failure.
        double[] information = [0.1, 0.5, 0.4, 0.5, 0.45, 0.3, 0.2];
        var rising = new RisingInformation(most);
        int epochs = 0;
        while (rising.Rises) rising.Heed(information[epochs++]);
        Assert.Equal(expected, epochs);
        Assert.Equal(0.5, rising.Best);
    }

    [Fact]
    public void While_the_phase_lasts_the_encoder_takes_more_steps_and_the_decoder_one()
    {
        using TrainedRun run = Train(training => training with { Epochs = 4, Aggressive = new AggressivePlan { Failures = 1, Steps = 8, Window = 2 } });
        HistoryEntry[] epochs = [.. run.History.Where(entry => entry.Kind == "epoch")];
        double?[] information = [.. epochs.Select(entry => entry.Values.GetValueOrDefault(Measures.ValidationInformation))];
        Assert.NotNull(information[0]);
        Assert.InRange(information[0]!.Value, 0, Math.Log(run.Data.Validation.Count) + 1e-6);
        // What is measured ends with the phase, and the history says so there.
        HistoryEntry? end = run.History.SingleOrDefault(entry => entry.Kind == "loop");
        int lasted = end?.Epoch ?? epochs.Length;
        for (int i = 0; i < epochs.Length; i++) Assert.Equal(i < lasted, information[i] is not null);
        for (int i = 1; i < lasted; i++) Assert.Equal(i == lasted - 1 && end is not null, information[i] < information[i - 1]);
    }

    [Fact]
    public void After_pretraining_all_but_the_encoder_is_as_it_was_drawn()
    {
        // A rate so small that the epoch after the pretraining moves nothing: what stands there is what was put there.
        Plan Of(double rate, int epochs, int pretraining) => Base() with
        {
            Training = new TrainingPlan
            {
                Epochs = epochs, BatchSize = 32, PretrainingEpochs = pretraining,
                Optimizer = new OptimizerPlan { LearningRate = rate },
                Schedule = new SchedulePlan { Kind = ScheduleKind.Step, Milestones = [2], Factor = 1e-30 },
            },
        };
        using TrainedRun drawn = Trainer.Train(Of(1e-30, 1, 0)), run = Trainer.Train(Of(1e-2, 3, 2));
        foreach (Parameter<float> parameter in run.Model.Parameters.Trained)
        {
            bool same = parameter.Tensor.Data.SequenceEqual(drawn.Model.Parameters[parameter.Name].Tensor.Data);
            Assert.True(same != parameter.Name.StartsWith("encoder.", StringComparison.Ordinal), parameter.Name);
        }

        double?[] weights = [.. run.History.Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[Measures.KlWeight])];
        Assert.Equal([0, 0, 1], weights);
        Assert.Equal(2, Assert.Single(run.History, entry => entry.Kind == "loop").Epoch);
        Assert.Equal(3, run.Info.BestEpoch);
    }

    [Fact]
    public void The_warm_up_begins_when_the_pretraining_ends()
    {
        Plan plan = Base() with
        {
            Objective = new ObjectivePlan { WarmupEpochs = 2 },
            Training = new TrainingPlan { Epochs = 4, BatchSize = 1000, PretrainingEpochs = 1 },
        };
        using TrainedRun run = Trainer.Train(plan);
        // One step an epoch: of the warm-up's two steps the weights are 0 and a half.
        Assert.Equal([0, 0, 0.5, 1], run.History.Where(entry => entry.Kind == "epoch").Select(entry => entry.Values[Measures.KlWeight]));
    }

    private static Plan Base() => Examples.Plain(Examples.Folder());

    // Without a watch, whose own signal would take the rule's place in the history.
    private static TrainedRun Train(Func<TrainingPlan, TrainingPlan> change)
    {
        Plan plan = Base();
        return Trainer.Train(plan with { Training = change(plan.Training) }, options: new TrainingOptions { Watch = false });
    }
}
