namespace Uncollapse.Training.Schedules;

/// <summary>
/// rate = start 10^(-i/7) for 3^i epochs, i = 0, 1, ..., 7: 1, 3, 9, ... 2187 epochs, 3280 in all; it stays at the last stair after that
/// (Burda, Grosse &amp; Salakhutdinov 2016).
/// </summary>
/// <param name="start">The learning rate of the first epoch.</param>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
public sealed class StaircaseSchedule(double start, int stepsPerEpoch) : LearningRateSchedule
{
    private const int LastStair = 7;

    /// <inheritdoc/>
    public override double At(long step)
    {
        long epoch = step / stepsPerEpoch;
        int stair = 0;
        for (long length = 1, end = 1; stair < LastStair && epoch >= end; stair++)
        {
            length *= 3;
            end += length;
        }

        return start * Math.Pow(10, -stair / (double)LastStair);
    }
}
