using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

/// <summary>The end of a schedule in closed form, against a walk over all steps of the training and beyond.</summary>
public sealed class ScheduleEndTests
{
    private const int StepsPerEpoch = 12;

    public static TheoryData<string, string, double> Kinds => new()
    {
        { "none", "", 0 },
        { "warm-up in epochs", "objective.warmup_epochs=7.5", 7.5 },
        { "warm-up in steps", "objective.warmup_steps=30", 2.5 },
        { "cosine", "objective.warmup_epochs=12 objective.warmup_shape=cosine", 12 },
        { "sigmoid, too long", "objective.warmup_epochs=40 objective.warmup_shape=sigmoid", 40 },
        { "cycles", "objective.cycles=4", 17.5 },
        { "cycles of a long rise", "objective.cycles=2 objective.ramp=0.9", 19 },
        { "pretraining", "training.pretraining_epochs=6", 6 },
        { "pretraining and warm-up", "training.pretraining_epochs=6 objective.warmup_epochs=5", 11 },
        { "pretraining and steps", "training.pretraining_epochs=6 objective.warmup_steps=240", 26 },
        { "pretraining and cycles", "training.pretraining_epochs=6 objective.cycles=4", 18.5 },
        { "pretraining that cuts a cycle off", "training.pretraining_epochs=8 objective.cycles=4", 20.5 },
        { "capacity", "objective.capacity=3 objective.capacity_epochs=9", 9 },
        { "capacity from the start", "objective.capacity=3 objective.capacity_epochs=0", 0 },
        { "weightless", "objective.beta=0 objective.warmup_epochs=9", 0 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_end_is_where_a_walk_over_all_steps_finds_it(string kind, string settings, double epoch)
    {
        Plan plan = Of(settings);
        Assert.Equal(epoch, ScheduleEnd.Epoch(plan, StepsPerEpoch), 1e-9);
        // Cycles are walked as far as the last one that begins within the training.
        int last = -1, steps = (plan.Objective.Cycles > 0 ? (int)Math.Ceiling(epoch) : 60) * StepsPerEpoch;
        for (int step = 0; step < steps; step++)
            if (Moves(plan, step)) last = step;
        Assert.True(Math.Abs(epoch - ((last + 1.0) / StepsPerEpoch)) < 1e-9, $"{kind}: {(last + 1.0) / StepsPerEpoch}");
        ScheduleShortfall? missed = ScheduleEnd.After(plan, plan.Training.Epochs, StepsPerEpoch);
        Assert.Equal(epoch > plan.Training.Epochs, missed is not null);
        if (missed is not null) Assert.Equal(Weight(plan, (plan.Training.Epochs * StepsPerEpoch) - 1e-6) / plan.Objective.Beta, missed.Share, 1e-6);
    }

    [Theory]
    [InlineData("objective.warmup_epochs=10", 4, "objective.warmup_epochs 10 4 0.4 1")]
    [InlineData("objective.beta=3 objective.warmup_steps=120", 5, "objective.warmup_steps 10 5 1.5 3")]
    [InlineData("objective.warmup_epochs=10", 10, null)]
    [InlineData("objective.cycles=4", 8, null)]
    [InlineData("objective.cycles=4", 11, "objective.cycles 2.5 11 0.4 1")]
    [InlineData("objective.capacity=5 objective.capacity_epochs=10", 6, "objective.capacity_epochs 10 6 3 5")]
    [InlineData("training.pretraining_epochs=6", 6, "training.pretraining_epochs 6 6 0 1")]
    [InlineData("training.pretraining_epochs=6", 7, null)]
    [InlineData("training.pretraining_epochs=6 objective.warmup_epochs=4", 8, "objective.warmup_epochs 4 2 0.5 1")]
    [InlineData("objective.target_rate=5", 3, null)]
    public void Weights_of_an_earlier_epoch_miss_what_was_to_come(string settings, double epochs, string? expected)
    {
        ScheduleShortfall? missed = ScheduleEnd.After(Of(settings), epochs, StepsPerEpoch);
        Assert.Equal(expected, missed is null ? null : FormattableString.Invariant($"{missed.Key} {missed.Growing} {missed.Trained} {Math.Round(missed.Reached, 4)} {missed.Asked}"));
        Assert.Equal(expected?.Contains("capacity", StringComparison.Ordinal) ?? false, missed?.IsCapacity ?? false);
    }

    [Fact]
    public void What_a_controller_moves_never_stays() => Assert.Equal(double.PositiveInfinity, ScheduleEnd.Epoch(Of("objective.target_distortion=80"), StepsPerEpoch));

    private static Plan Of(string settings)
    {
        Plan plan = new() { Training = new TrainingPlan { Epochs = 20 } };
        plan = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(plan, (made, setting) => PlanSchema.Find(setting.Split('=')[0])!.Parse(made, setting.Split('=')[1]));
        Assert.Empty(PlanValidation.Problems(plan));
        return plan;
    }

    /// <summary>The KL weight, or the capacity, of a step: 0 in the pretraining, and the schedule's from its end on.</summary>
    private static double Weight(Plan plan, double step)
    {
        double own = step - (plan.Training.PretrainingEpochs * StepsPerEpoch);
        return own < 0 ? 0 : KlSchedule.CapacityAt(plan.Objective, own, StepsPerEpoch) ?? (plan.Objective.Beta * KlSchedule.Share(plan.Objective, own, StepsPerEpoch, plan.Training.Epochs));
    }

    private static bool Moves(Plan plan, int step) => Weight(plan, step) < (plan.Objective.Capacity ?? plan.Objective.Beta);
}
