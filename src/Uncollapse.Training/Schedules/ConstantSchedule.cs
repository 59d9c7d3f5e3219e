namespace Uncollapse.Training.Schedules;

/// <summary>rate(t) = start.</summary>
/// <param name="start">The learning rate.</param>
public sealed class ConstantSchedule(double start) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => start;
}
