namespace Uncollapse.Training.Schedules;

/// <summary>rate(t) = start factor^floor(epoch(t) / every).</summary>
/// <param name="start">The learning rate of the first epochs.</param>
/// <param name="everyEpochs">Epochs between two falls, at least 1.</param>
/// <param name="factor">What a fall multiplies by, in (0, 1].</param>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
public sealed class StepSchedule(double start, int everyEpochs, double factor, int stepsPerEpoch) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => start * Math.Pow(factor, step / stepsPerEpoch / everyEpochs);
}
