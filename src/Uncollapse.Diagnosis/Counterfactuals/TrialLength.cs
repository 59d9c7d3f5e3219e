using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>How long every trial and its control are trained.</summary>
/// <param name="Epochs">Epochs.</param>
/// <param name="Examples">Training examples; null for those of the run.</param>
internal sealed record TrialLength(int Epochs, int? Examples)
{
    /// <summary>Fewer steps than this show a training's beginning, not its end.</summary>
    private const int FewestSteps = 200;

    private const int FewestEpochs = 5, FewestExamples = 2000;

    /// <summary>The plan at this length: its schedules keep their shape, shrunk with the epochs.</summary>
    public Plan Of(Plan plan)
    {
        double share = Epochs / (double)plan.Training.Epochs;
        int Shrunk(int epochs) => Math.Max(1, (int)Math.Round(share * epochs));
        SchedulePlan schedule = plan.Training.Schedule;
        return plan with
        {
            Data = Examples is { } examples ? plan.Data with { Examples = examples } : plan.Data,
            Objective = plan.Objective with { WarmupEpochs = share * plan.Objective.WarmupEpochs, WarmupSteps = plan.Objective.WarmupSteps == 0 ? 0 : Shrunk(plan.Objective.WarmupSteps), CapacityEpochs = share * plan.Objective.CapacityEpochs },
            Training = plan.Training with
            {
                Epochs = Epochs,
                PretrainingEpochs = plan.Training.PretrainingEpochs == 0 ? 0 : Math.Min(Math.Max(1, Epochs - 1), Shrunk(plan.Training.PretrainingEpochs)),
                Schedule = share.Equals(1.0) ? schedule : Shorter(schedule, Shrunk),
            },
        };
    }

    /// <summary>The longest that a share of the budget pays for, at most the run's own; null where it would show nothing.</summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="examples">Its training examples.</param>
    /// <param name="epochs">Epochs that it was trained for.</param>
    /// <param name="secondsPerExample">Seconds of training one example once.</param>
    /// <param name="seconds">Seconds for one training.</param>
    public static TrialLength? Within(Plan plan, int examples, int epochs, double secondsPerExample, double seconds)
    {
        double seen = seconds / secondsPerExample;
        if (seen >= (double)examples * epochs) return new TrialLength(epochs, null);
        // Fewer examples before fewer epochs: a schedule needs its epochs.
        int some = (int)Math.Clamp(seen / Math.Min(FewestEpochs, epochs), Math.Min(FewestExamples, examples), examples);
        int passes = Math.Min(epochs, (int)(seen / some));
        return passes >= 1 && passes * Math.Ceiling(some / (double)plan.Training.BatchSize) >= FewestSteps ? new TrialLength(passes, some < examples ? some : null) : null;
    }

    // What means nothing beside the rest of a schedule stays as it is.
    private static SchedulePlan Shorter(SchedulePlan schedule, Func<int, int> shrunk) => schedule switch
    {
        { Kind: not ScheduleKind.Step } => schedule,
        { Milestones.Count: > 0 } => schedule with { Milestones = [.. schedule.Milestones.Select(shrunk).Distinct()] },
        _ => schedule with { EveryEpochs = shrunk(schedule.EveryEpochs) },
    };
}
