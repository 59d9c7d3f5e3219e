namespace Uncollapse.Training.Schedules;

/// <summary>rate(t) = start (1 + cos(pi t / (T - 1))) / 2: half a cosine (Loshchilov &amp; Hutter 2017, without restarts) that is 0 at the last step.</summary>
/// <param name="start">The learning rate of the first step.</param>
/// <param name="steps">Steps T of the whole training.</param>
public sealed class CosineSchedule(double start, long steps) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step)
    {
        if (steps <= 1) return start;
        return step >= steps - 1 ? 0 : start * (1 + Math.Cos(Math.PI * step / (steps - 1))) / 2;
    }
}
