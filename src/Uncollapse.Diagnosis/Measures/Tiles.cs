using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Numbered pieces of managed work on the engine's threads; what each does must depend on its number alone.</summary>
internal static class Tiles
{
    /// <summary>Runs all pieces; the first exception of any is thrown here.</summary>
    public static void Run(int tiles, Action<int> work)
    {
        var shared = new Shared(work);
        var handle = GCHandle.Alloc(shared);
        try
        {
            var job = new Job(handle);
            Workers.Run(ref job, tiles);
        }
        finally
        {
            handle.Free();
        }

        if (shared.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private sealed class Shared(Action<int> work)
    {
        public Exception? Failure;

        public void Execute(int tile)
        {
            if (Volatile.Read(ref Failure) is not null) return;
            try
            {
                work(tile);
            }
#pragma warning disable CA1031 // A tile must not throw on another thread: the caller rethrows.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref Failure, cause, null);
            }
        }
    }

    private readonly struct Job(GCHandle shared) : ITileJob
    {
        public void Execute(int tile) => ((Shared)shared.Target!).Execute(tile);
    }
}
