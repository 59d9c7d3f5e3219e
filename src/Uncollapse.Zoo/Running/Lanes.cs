using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Zoo.Running;

/// <summary>Carries out plans side by side, one on each thread: small models gain more so than from several threads each.</summary>
internal sealed class Lanes
{
    private readonly Lock _gate = new();
    private readonly Plan[] _plans;
    private readonly double[] _done;
    private readonly double[] _weights;
    private readonly IProgress<ZooProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<Plan, Outcome> _outcomes = [];
    private Exception? _failure;
    private int _next;

    internal Lanes(IEnumerable<Plan> plans, IProgress<ZooProgress>? progress, CancellationToken cancellation)
    {
        // The longest first, so that no lane is left with a long one at the end.
        _plans = [.. plans.OrderByDescending(Work.Weight)];
        _weights = Array.ConvertAll(_plans, Work.Weight);
        _done = new double[_plans.Length];
        _progress = progress;
        _cancellation = cancellation;
    }

    internal IReadOnlyDictionary<Plan, Outcome> Run(int lanes)
    {
        int threads = Workers.Count;
        try
        {
            // A lane's kernels work alone; none waits for another's.
            Workers.Count = 1;
            Thread[] running = [.. Enumerable.Range(0, Math.Min(lanes, _plans.Length) - 1).Select(index => new Thread(Lane) { IsBackground = true, Name = $"zoo lane {index + 1}" })];
            foreach (Thread thread in running) thread.Start();
            Lane();
            foreach (Thread thread in running) thread.Join();
        }
        finally
        {
            Workers.Count = threads;
        }

        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        return _outcomes;
    }

    private void Lane()
    {
        try
        {
            for (int index = Take(); index >= 0; index = Take())
            {
                int own = index;
                Outcome outcome = Work.Carry(_plans[own], share => Report(own, share), _cancellation);
                lock (_gate) _outcomes[_plans[own]] = outcome;
                Report(own, 1);
            }
        }
#pragma warning disable CA1031 // A thread may not end the process; the caller's thread throws it again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            lock (_gate) _failure ??= error;
        }
    }

    private int Take()
    {
        lock (_gate)
        {
            _cancellation.ThrowIfCancellationRequested();
            return _failure is null && _next < _plans.Length ? _next++ : -1;
        }
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
