namespace Uncollapse.Training.Loop;

/// <summary>
/// Time of a training: seconds over all its parts, the recent rate, and when a tick is due. It looks at a clock (25 ns) every step and does the rest a few times
/// a second.
/// </summary>
internal sealed class ProgressMeter
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    // Of the rate's memory: long enough to be calm on a terminal, short enough to follow a machine that gets busy.
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly double _secondsBefore;
    private readonly long _start;
    private long _lastTick;
    private long _examplesAtTick;
    private long _epochStart;
    private long _examplesAtEpoch;
    private double _rate;

    internal ProgressMeter(TimeProvider time, double secondsBefore)
    {
        _time = time;
        _secondsBefore = secondsBefore;
        _start = _lastTick = _epochStart = time.GetTimestamp();
    }

    internal double Seconds => _secondsBefore + _time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Examples a second; 0 before the first tick.</summary>
    internal double Rate => _rate;

    /// <summary>Examples of this part of the training.</summary>
    internal long Examples { get; private set; }

    /// <summary>The first step is about to run: what went before, such as an observer's look at the data, is time but no training.</summary>
    internal void Begin() => _lastTick = _epochStart = _time.GetTimestamp();

    /// <summary>The mean rate since the last call of this, or since the start.</summary>
    internal double EndEpoch()
    {
        long now = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_epochStart, now).TotalSeconds;
        double rate = seconds > 0 ? (Examples - _examplesAtEpoch) / seconds : 0;
        _epochStart = now;
        _examplesAtEpoch = Examples;
        return rate;
    }

    /// <summary>Counts a batch; true when observers should hear of it.</summary>
    internal bool Tick(int examples)
    {
        Examples += examples;
        long now = _time.GetTimestamp();
        TimeSpan elapsed = _time.GetElapsedTime(_lastTick, now);
        if (elapsed < _interval) return false;
        double rate = (Examples - _examplesAtTick) / elapsed.TotalSeconds;
        double keep = _rate > 0 ? Math.Exp(-elapsed / _memory) : 0;
        _rate = (keep * _rate) + ((1 - keep) * rate);
        _lastTick = now;
        _examplesAtTick = Examples;
        return true;
    }
}
