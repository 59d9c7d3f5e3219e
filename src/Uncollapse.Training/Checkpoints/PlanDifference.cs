using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Checkpoints;

/// <summary>Whether a checkpoint of one plan can go on under another.</summary>
internal static class PlanDifference
{
    /// <summary>Keys that say how long to go on and how often to save: what was trained so far would have been the same.</summary>
    private static readonly string[] _free = ["training.epochs", "training.patience", "training.checkpoint_epochs", "objective.must_finish"];

    /// <summary>The keys that differ and whose difference would have changed the past.</summary>
    internal static IReadOnlyList<PlanKey> Between(Plan trained, Plan asked) =>
        [.. PlanSchema.Keys.Where(key => (key.Applies(trained) || key.Applies(asked)) && key.Format(trained) != key.Format(asked) && !IsFree(key, trained))];

    // A cosine is stretched over all epochs, and so are cycles: their number is part of every learning rate, of every weight.
    private static bool IsFree(PlanKey key, Plan trained) =>
        _free.Contains(key.Path) && !(key.Path == "training.epochs" && (trained.Training.Schedule.Kind == ScheduleKind.Cosine || trained.Objective.Cycles > 0));
}
