using System.Text.Json;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Schedules;

namespace Uncollapse.Training.Tests.Schedules;

/// <summary>Learning rates against PyTorch's schedulers (tests/Golden/optimizers.json) and closed forms.</summary>
public sealed class ScheduleTests
{
    private const int StepsPerEpoch = 7;

    private static readonly JsonElement _golden =
        JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden("optimizers.json"))).RootElement.GetProperty("schedules_from_1e-3");

    [Theory]
    [InlineData("step_every_5_times_0.5", 5, 0.5)]
    [InlineData("step_every_10_times_0.1", 10, 0.1)]
    public void Step_falls_as_PyTorchs_StepLR(string key, int every, double factor)
    {
        LearningRateSchedule schedule = From(new SchedulePlan { Kind = ScheduleKind.Step, EveryEpochs = every, Factor = factor }, 100);
        double[] rates = _golden.GetProperty(key).Deserialize<double[]>()!;
        for (int epoch = 0; epoch < rates.Length; epoch++)
        {
            Assert.Equal(rates[epoch], schedule.At((long)epoch * StepsPerEpoch), 1e-15);
            Assert.Equal(rates[epoch], schedule.At(((epoch + 1L) * StepsPerEpoch) - 1), 1e-15);
        }
    }

    [Fact]
    public void Milestones_fall_as_PyTorchs_MultiStepLR()
    {
        LearningRateSchedule schedule = From(new SchedulePlan { Kind = ScheduleKind.Step, Milestones = [3, 5, 11], Factor = Math.Pow(10, -0.2) }, 100);
        double[] rates = _golden.GetProperty("milestones_3_5_11_times_10^-0.2").Deserialize<double[]>()!;
        for (int epoch = 0; epoch < rates.Length; epoch++)
        {
            Assert.Equal(rates[epoch], schedule.At((long)epoch * StepsPerEpoch), 1e-15);
            Assert.Equal(rates[epoch], schedule.At(((epoch + 1L) * StepsPerEpoch) - 1), 1e-15);
        }

        // One step before and after each.
        foreach (int milestone in new[] { 3, 5, 11 })
            Assert.Equal(schedule.At((milestone * StepsPerEpoch) - 1) * Math.Pow(10, -0.2), schedule.At(milestone * StepsPerEpoch), 1e-18);
    }

    [Fact]
    public void Cosine_is_PyTorchs_and_ends_at_zero()
    {
        double[] rates = _golden.GetProperty("cosine_over_20").Deserialize<double[]>()!;
        // PyTorch's T_max = 20 reaches 0 after 20 moves, so at the last of 21 steps.
        var schedule = new CosineSchedule(1e-3, 21);
        for (int step = 0; step < rates.Length; step++) Assert.Equal(rates[step], schedule.At(step), 1e-15);
        Assert.Equal(0, schedule.At(20));
        Assert.Equal(1e-3, new CosineSchedule(1e-3, 1).At(0));
    }

    [Fact]
    public void A_plans_cosine_moves_every_step_and_spans_the_whole_training()
    {
        LearningRateSchedule schedule = From(new SchedulePlan { Kind = ScheduleKind.Cosine }, epochs: 3);
        Assert.Equal(1e-3, schedule.At(0));
        Assert.Equal(0.5e-3, schedule.At(10), 1e-15);
        Assert.True(schedule.At(1) < schedule.At(0) && schedule.At(19) > 0);
        Assert.Equal(0, schedule.At(20));
    }

    [Fact]
    public void Staircase_takes_3_to_the_i_epochs_a_stair()
    {
        LearningRateSchedule schedule = From(new SchedulePlan { Kind = ScheduleKind.Staircase }, 3280);
        int epoch = 0;
        for (int stair = 0; stair <= 7; stair++)
        {
            for (int i = 0; i < (int)Math.Pow(3, stair); i++, epoch++)
                Assert.Equal(1e-3 * Math.Pow(10, -stair / 7.0), schedule.At((long)epoch * StepsPerEpoch), 1e-18);
        }

        Assert.Equal(3280, epoch);
        Assert.Equal(1e-4, schedule.At(10_000L * StepsPerEpoch), 1e-18);
    }

    [Fact]
    public void Constant_is_constant() => Assert.Equal(1e-3, From(new SchedulePlan(), 5).At(1_000_000));

    private static LearningRateSchedule From(SchedulePlan schedule, int epochs) =>
        LearningRateSchedule.From(new TrainingPlan { Epochs = epochs, Schedule = schedule }, StepsPerEpoch);
}
