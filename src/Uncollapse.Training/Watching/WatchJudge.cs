using System.Globalization;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Schedules;

namespace Uncollapse.Training.Watching;

/// <summary>Whether a training is going wrong, from its history alone: each matter is warned of once, where it shows first.</summary>
/// <remarks>A pure function, and causal: what it says of an epoch depends on no later one. So a history judged as it grows, anew, or after a resume is warned of alike.</remarks>
public static class WatchJudge
{
    // The weight of a schedule is asked for at a fine grid of steps; how many steps an epoch has makes no difference to its end.
    private const int StepsPerEpoch = 1000;

    /// <summary>All warnings of a history, in the order of their epochs.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="history">The entries so far; those of kind <c>start</c> and <c>epoch</c> are judged. Values that are missing are judged by nothing.</param>
    /// <returns>At most one a matter.</returns>
    public static IReadOnlyList<TrainingWarning> Judge(Plan plan, IReadOnlyList<HistoryEntry> history)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(history);
        var rules = new WatchRules(plan);
        return [.. history.SelectMany(rules.Judge)];
    }

    /// <summary>What the KL term weighs more where the reconstruction is averaged over outputs: its weight against the sum is this times the plan's.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="outputs">Outputs of an example.</param>
    internal static double WeightScale(Plan plan, int outputs) => plan.Objective.Reduction == Reduction.Mean ? outputs : 1;

    /// <summary>What is to be said of a schedule that does not end in the epochs that are planned; null where it does.</summary>
    /// <param name="plan">What is trained.</param>
    internal static string? UnfinishedSchedule(Plan plan)
    {
        var schedule = new ObjectiveSchedule(plan.Objective, StepsPerEpoch, plan.Training.Epochs);
        long last = ((long)plan.Training.Epochs * StepsPerEpoch) - 1;
        if (last < 0 || plan.Objective.Beta <= 0 || !schedule.IsMoving(last) || plan.Objective.WarmupEpochs <= plan.Training.Epochs) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the KL weight grows over {plan.Objective.WarmupEpochs:0.##} epochs, of which there are {plan.Training.Epochs}: it ends near {schedule.At(last).Beta:0.###} of {plan.Objective.Beta:0.###}, no epoch can be the best, and the numbers belong to another objective than the one asked for");
    }
}
