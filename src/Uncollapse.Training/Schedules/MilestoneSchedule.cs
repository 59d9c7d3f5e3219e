namespace Uncollapse.Training.Schedules;

/// <summary>rate(t) = start factor^(milestones that are at most epoch(t)), epochs counted from 0: PyTorch's MultiStepLR, stepped after each epoch.</summary>
/// <param name="start">The learning rate until the first milestone.</param>
/// <param name="milestones">After how many epochs it falls, increasing.</param>
/// <param name="factor">What a fall multiplies by, in (0, 1].</param>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
public sealed class MilestoneSchedule(double start, IReadOnlyList<int> milestones, double factor, int stepsPerEpoch) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step)
    {
        long epoch = step / stepsPerEpoch;
        int passed = 0;
        while (passed < milestones.Count && milestones[passed] <= epoch) passed++;
        return start * Math.Pow(factor, passed);
    }
}
