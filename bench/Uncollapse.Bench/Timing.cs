using System.Diagnostics;

namespace Uncollapse.Bench;

/// <summary>The best of many repetitions: what the machine can do, with what others do on it left out.</summary>
internal static class Timing
{
    /// <summary>Seconds of the fastest call within a budget, after warming up.</summary>
    internal static double Best(Action action, double budgetSeconds = 0.4)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < budgetSeconds / 4; i++) action();
        double best = double.PositiveInfinity;
        start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < budgetSeconds)
        {
            long before = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        return best;
    }
}
