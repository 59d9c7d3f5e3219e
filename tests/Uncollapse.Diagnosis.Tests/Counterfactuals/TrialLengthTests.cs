using Uncollapse.Diagnosis.Counterfactuals;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Tests.Counterfactuals;

public sealed class TrialLengthTests
{
    private static readonly Plan _plan = new()
    {
        Objective = new ObjectivePlan { WarmupEpochs = 10 },
        Training = new TrainingPlan { Epochs = 40, BatchSize = 100, Schedule = new SchedulePlan { Kind = ScheduleKind.Step, Milestones = [20, 30] } },
    };

    [Fact]
    public void A_budget_that_suffices_trains_as_long_as_the_run()
    {
        TrialLength whole = TrialLength.Within(_plan, 10_000, 40, 1e-5, 4.0001)!;
        Assert.Equal(new TrialLength(40, null), whole);
        Assert.Equal(_plan, whole.Of(_plan));
    }

    /// <summary>20,000 examples may be seen of 400,000: five epochs need their number first, so 4,000 examples.</summary>
    [Fact]
    public void A_small_one_takes_fewer_examples_and_then_fewer_epochs()
    {
        Assert.Equal(new TrialLength(5, 4000), TrialLength.Within(_plan, 10_000, 40, 1e-5, 0.2));
        Assert.Equal(new TrialLength(20, null), TrialLength.Within(_plan, 10_000, 40, 1e-5, 2.0001));
    }

    [Fact]
    public void One_that_pays_for_a_few_steps_shows_nothing() => Assert.Null(TrialLength.Within(_plan, 10_000, 40, 1e-5, 0.1));

    [Fact]
    public void Schedules_keep_their_shape()
    {
        Plan half = new TrialLength(20, 5000).Of(_plan);
        Assert.Equal((20, 5, 5000), (half.Training.Epochs, (int)half.Objective.WarmupEpochs, half.Data.Examples));
        Assert.Equal([10, 15], half.Training.Schedule.Milestones);
        Plan stairs = _plan with { Training = _plan.Training with { Schedule = new SchedulePlan { Kind = ScheduleKind.Step, EveryEpochs = 8 } } };
        Assert.Equal(4, new TrialLength(20, null).Of(stairs).Training.Schedule.EveryEpochs);
        Assert.Empty(PlanValidation.Problems(half));
    }
}
