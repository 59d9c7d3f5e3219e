using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>What stands against one more rule of the training loop.</summary>
internal static class LoopObstacle
{
    /// <summary>The words, or null.</summary>
    internal static string? Of(TrainingPlan training, bool isThere) =>
        isThere ? "its training does that already"
        : training.PretrainingEpochs > 0 || training.Aggressive.Failures is not null || training.Refinement.Steps > 0 ? "its training loop follows another rule already"
        : null;
}
