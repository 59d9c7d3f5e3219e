namespace Uncollapse.Training.Rules;

/// <summary>Whether a loss still falls: its mean over each window of steps is held against that over the window before, and there is a most of steps.</summary>
/// <param name="window">Steps of a window, at least 1.</param>
/// <param name="most">The most steps, at least 1.</param>
internal sealed class FallingLoss(int window, int most)
{
    private double _sum;
    private double _last;

    /// <summary>Steps so far.</summary>
    internal int Steps { get; private set; }

    /// <summary>Forgets all steps.</summary>
    internal void Begin() => (_sum, _last, Steps) = (0, double.PositiveInfinity, 0);

    /// <summary>Takes up a step's loss; false when no further step is due.</summary>
    internal bool GoesOn(double loss)
    {
        Steps++;
        _sum += loss;
        if (Steps % window == 0)
        {
            if (!(_sum < _last)) return false;
            (_last, _sum) = (_sum, 0);
        }

        return Steps < most;
    }
}
