using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Schedules;

/// <summary>The learning rate as a pure function of the step, so that a resumed training needs no schedule state.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The optimiser step since the training began, from 0.</param>
    /// <returns>At least 0.</returns>
    public abstract double At(long step);

    /// <summary>The schedule a plan asks for.</summary>
    /// <param name="training">A validated plan.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, at least 1.</param>
    /// <returns>A schedule that starts at the optimiser's learning rate.</returns>
    public static LearningRateSchedule From(TrainingPlan training, int stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        double start = training.Optimizer.LearningRate;
        return training.Schedule.Kind switch
        {
            ScheduleKind.Constant => new ConstantSchedule(start),
            ScheduleKind.Step when training.Schedule.Milestones.Count > 0 => new MilestoneSchedule(start, training.Schedule.Milestones, training.Schedule.Factor, stepsPerEpoch),
            ScheduleKind.Step => new StepSchedule(start, training.Schedule.EveryEpochs, training.Schedule.Factor, stepsPerEpoch),
            ScheduleKind.Cosine => new CosineSchedule(start, (long)training.Epochs * stepsPerEpoch),
            ScheduleKind.Staircase => new StaircaseSchedule(start, stepsPerEpoch),
            _ => throw new ArgumentOutOfRangeException(nameof(training), training.Schedule.Kind, "unknown schedule"),
        };
    }
}
