using System.Globalization;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Watching;

/// <summary>Whether a training is going wrong, from its history alone: each matter is warned of once, where it shows first.</summary>
/// <remarks>A pure function, and causal: what it says of an epoch depends on no later one. So a history judged as it grows, anew, or after a resume is warned of alike.</remarks>
public static class WatchJudge
{
    /// <summary>All warnings of a history, in the order of their epochs.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="history">The entries so far; those of kind <c>start</c> and <c>epoch</c> are judged. Values that are missing are judged by nothing.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of an epoch, above 0; null where unknown: then a warm-up in steps is judged from the first epoch on, whose entry tells them.</param>
    /// <returns>At most one a matter.</returns>
    public static IReadOnlyList<TrainingWarning> Judge(Plan plan, IReadOnlyList<HistoryEntry> history, double? stepsPerEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(history);
        var rules = new WatchRules(plan, stepsPerEpoch);
        return [.. history.SelectMany(rules.Judge)];
    }

    /// <summary>What the KL term weighs more where the reconstruction is averaged over outputs: its weight against the sum is this times the plan's.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="outputs">Outputs of an example.</param>
    internal static double WeightScale(Plan plan, int outputs) => plan.Objective.Reduction == Reduction.Mean ? outputs : 1;

    /// <summary>What is to be said of a schedule that does not end in the epochs that are planned; null where it does.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of an epoch; null where unknown: then nothing is said of a warm-up in steps.</param>
    internal static string? UnfinishedSchedule(Plan plan, double? stepsPerEpoch)
    {
        ObjectivePlan objective = plan.Objective;
        if (stepsPerEpoch is null && objective.WarmupSteps > 0) return null;
        if (ScheduleEnd.After(plan, plan.Training.Epochs, stepsPerEpoch ?? 1) is not { } missed) return null;
        string course = missed.Key switch
        {
            "objective.cycles" => Text($"the KL weight rises anew in each of {objective.Cycles} cycles of {ScheduleEnd.Period(plan):0.##} epochs"),
            "objective.warmup_steps" => Text($"the KL weight grows over {objective.WarmupSteps} steps, {missed.Growing:0.##} epochs"),
            _ => Text($"the {(missed.IsCapacity ? "capacity of the code" : "KL weight")} grows over {missed.Growing:0.##} epochs"),
        };
        string left = plan.Training.PretrainingEpochs > 0 ? Text($"of which {missed.Trained:0.##} are left after the pretraining") : Text($"of which there are {plan.Training.Epochs}");
        string ends = Text($"it ends near {missed.Reached:0.###} of {missed.Asked:0.###}{(missed.IsCapacity ? " nats" : "")}");
        return $"{course}, {left}: {ends}, {(objective.Cycles > 0 ? "in the middle of a rise" : "no epoch can be the best")}, and the numbers belong to another objective than the one asked for";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
