using System.Diagnostics;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;

namespace Uncollapse.Zoo.Running;

/// <summary>Carries out plans side by side and says how far all of them are.</summary>
internal sealed class Tour
{
    private readonly Lock _gate = new();
    private readonly Plan[] _plans;
    private readonly double[] _done;
    private readonly double[] _weights;
    private readonly IProgress<ZooProgress>? _progress;
    private readonly HashSet<Plan> _tried;
    private readonly double _seconds;
    private readonly CancellationToken _cancellation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<Plan, Outcome> _outcomes = [];

    /// <param name="plans">What is trained.</param>
    /// <param name="tried">Plans whose suspects are tried.</param>
    /// <param name="seconds">Seconds of trials for each of those.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    internal Tour(IEnumerable<Plan> plans, IEnumerable<Plan> tried, double seconds, IProgress<ZooProgress>? progress, CancellationToken cancellation)
    {
        _tried = [.. tried];
        _seconds = seconds;
        // The longest first, so that no lane is left with a long one at the end.
        _plans = [.. plans.OrderByDescending(Work.Weight)];
        _weights = Array.ConvertAll(_plans, Work.Weight);
        _done = new double[_plans.Length];
        _progress = progress;
        _cancellation = cancellation;
    }

    internal IReadOnlyDictionary<Plan, Outcome> Run(int lanes)
    {
        Lanes.Run([.. Enumerable.Range(0, _plans.Length).Select(index => (Action)(() => Carry(index)))], lanes, _cancellation);
        return _outcomes;
    }

    private void Carry(int index)
    {
        Outcome outcome = Work.Carry(_plans[index], _tried.Contains(_plans[index]) ? _seconds : null, share => Report(index, share), _cancellation);
        lock (_gate) _outcomes[_plans[index]] = outcome;
        Report(index, 1);
    }

    private void Report(int index, double share)
    {
        lock (_gate)
        {
            _done[index] = Math.Max(_done[index], Math.Clamp(share, 0, 1));
            double whole = 0, done = 0;
            for (int i = 0; i < _plans.Length; i++)
            {
                whole += _weights[i];
                done += _weights[i] * _done[i];
            }

            double fraction = done / whole, elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            TimeSpan remaining = fraction > 0 ? TimeSpan.FromSeconds(Math.Min(1e9, elapsed * (1 - fraction) / fraction)) : TimeSpan.MaxValue;
            _progress?.Report(new ZooProgress(fraction, _outcomes.Count, _plans.Length, remaining));
        }
    }
}
