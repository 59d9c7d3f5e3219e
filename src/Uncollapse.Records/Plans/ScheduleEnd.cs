namespace Uncollapse.Records.Plans;

/// <summary>When the objective is what it then stays: the end of every schedule that a plan can have, a pretraining, a warm-up in epochs or steps, cycles, a growing capacity.</summary>
public static class ScheduleEnd
{
    // Less of an epoch than any step is; and what divisions of epochs by cycles leave.
    private const double LastStep = 1e-6, Rounding = 1e-9;

    /// <summary>The epochs since the training began after which the objective moves no more.</summary>
    /// <remarks>
    /// Those of a pretraining, whose KL weight is 0, and after them those of the warm-up, of the capacity's growth or, with cycles, up to the end of the last rise that begins within the training. It may
    /// lie beyond the epochs of the plan: then the objective that was asked for is never trained.
    /// </remarks>
    /// <param name="plan">A validated plan.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, above 0; a warm-up in steps alone depends on it.</param>
    /// <returns>Epochs, fractions allowed; 0 where nothing moves; infinite where a controller moves the weights to the end.</returns>
    public static double Epoch(Plan plan, double stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ObjectivePlan objective = plan.Objective;
        double before = plan.Training.PretrainingEpochs;
        if (objective.IsControlled) return double.PositiveInfinity;
        if (objective.Capacity is not null) return before + objective.CapacityEpochs;
        if (objective.Beta <= 0) return 0;
        if (objective.Cycles == 0) return before + (KlSchedule.WarmupSteps(objective, stepsPerEpoch) / stepsPerEpoch);
        double period = Period(plan), last = Math.Ceiling(((plan.Training.Epochs - before) / period) - Rounding) - 1;
        return before + ((Math.Max(0, last) + objective.Ramp) * period);
    }

    /// <summary>What weights that were trained for so many epochs miss of their schedule.</summary>
    /// <param name="plan">A validated plan.</param>
    /// <param name="epochs">Epochs that were, or will be, trained; those of a pretraining among them.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch, above 0.</param>
    /// <returns>Null where their last step had what was asked for or a schedule ended with it, and where a controller decides.</returns>
    public static ScheduleShortfall? After(Plan plan, double epochs, double stepsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ObjectivePlan objective = plan.Objective;
        double asked = objective.Capacity ?? objective.Beta, own = epochs - plan.Training.PretrainingEpochs;
        if (objective.IsControlled || asked <= 0) return null;
        // Of a warm-up that ends with them the last step is all but there; of a pretraining it has no weight at all.
        if (plan.Training.PretrainingEpochs > 0 && own <= 0) return new ScheduleShortfall("training.pretraining_epochs", plan.Training.PretrainingEpochs, epochs, 0, asked);
        if (Epoch(plan, stepsPerEpoch) <= epochs * (1 + Rounding)) return null;
        (string key, double growing) = objective switch
        {
            { Capacity: not null } => ("objective.capacity_epochs", objective.CapacityEpochs),
            { Cycles: > 0 } => ("objective.cycles", objective.Ramp * Period(plan)),
            { WarmupSteps: > 0 } => ("objective.warmup_steps", objective.WarmupSteps / stepsPerEpoch),
            _ => ("objective.warmup_epochs", objective.WarmupEpochs),
        };
        // Of cycles the last step counts, not the first of a cycle to come.
        double reached = KlSchedule.CapacityAt(objective, own * stepsPerEpoch, stepsPerEpoch)
            ?? objective.Beta * KlSchedule.Share(objective, Math.Max(0, own - (objective.Cycles > 0 ? LastStep : 0)) * stepsPerEpoch, stepsPerEpoch, plan.Training.Epochs);
        return reached >= asked ? null : new ScheduleShortfall(key, growing, own, reached, asked);
    }

    /// <summary>The epochs of one cycle.</summary>
    /// <param name="plan">A validated plan with cycles.</param>
    public static double Period(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return (double)plan.Training.Epochs / plan.Objective.Cycles;
    }
}
