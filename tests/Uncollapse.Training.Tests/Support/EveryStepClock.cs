namespace Uncollapse.Training.Tests.Support;

/// <summary>A clock that moves a second whenever it is looked at, so that progress is reported at every step.</summary>
internal sealed class EveryStepClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
}
