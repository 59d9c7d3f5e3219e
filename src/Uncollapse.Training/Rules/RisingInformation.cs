namespace Uncollapse.Training.Rules;

/// <summary>Whether an information still rises: it may fail to reach its best some times, in a row or not (as the published code counts).</summary>
/// <param name="most">Failures that end it, at least 1.</param>
internal sealed class RisingInformation(int most)
{
    /// <summary>The most so far, nats; null before the first.</summary>
    internal double? Best { get; private set; }

    /// <summary>How often it was below its best.</summary>
    internal int Failures { get; private set; }

    /// <summary>Whether there were fewer failures than end it.</summary>
    internal bool Rises => Failures < most;

    /// <summary>Takes up where an earlier training was.</summary>
    internal void Restore(double? best, int failures) => (Best, Failures) = (best, failures);

    /// <summary>Takes up an epoch's information.</summary>
    internal void Heed(double information)
    {
        if (Best is null || information >= Best) Best = information;
        else Failures++;
    }
}
