using System.Runtime.ExceptionServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Training.Loop;

/// <summary>Jobs side by side, one on each thread: small models gain more so than from several threads each. Results do not depend on how many lanes there are.</summary>
public static class Lanes
{
    /// <summary>Carries out all jobs, taking them in their order, and returns when they are done. The kernels of a lane work alone meanwhile.</summary>
    /// <param name="jobs">What to do; put the longest first, so that no lane is left with a long one at the end.</param>
    /// <param name="lanes">How many at once, at least 1; one alone has all threads.</param>
    /// <param name="cancellation">No further job is taken; those under way end by their own means.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before the last job was taken.</exception>
    /// <remarks>An exception of a job ends it all, and is thrown here when the others under way have ended.</remarks>
    public static void Run(IReadOnlyList<Action> jobs, int lanes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        int threads = Workers.Count, running = Math.Min(lanes, jobs.Count), next = -1;
        Exception? failure = null;
        void Lane()
        {
            try
            {
                while (Volatile.Read(ref failure) is null)
                {
                    int own = Interlocked.Increment(ref next);
                    if (own >= jobs.Count) return;
                    cancellation.ThrowIfCancellationRequested();
                    jobs[own]();
                }
            }
#pragma warning disable CA1031 // A thread may not end the process; the caller's thread throws it again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        }

        try
        {
            if (running > 1) Workers.Count = 1;
            Thread[] others = [.. Enumerable.Range(0, Math.Max(0, running - 1)).Select(index => new Thread(Lane) { IsBackground = true, Name = $"lane {index + 1}" })];
            foreach (Thread other in others) other.Start();
            Lane();
            foreach (Thread other in others) other.Join();
        }
        finally
        {
            Workers.Count = threads;
        }

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
