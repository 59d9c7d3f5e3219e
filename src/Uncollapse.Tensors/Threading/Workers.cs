using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Threading;

/// <summary>The threads that kernels share their tiles among. Results never depend on how many there are.</summary>
/// <remarks>
/// <para>The caller works too. Each thread owns a run of neighbouring tiles, the same for the same job each time, so that a core
/// finds in its caches what it left there; one that is done early takes tiles from the far end of another's run.</para>
/// <para>Workers spin for a moment between jobs (a fork and join then costs less than a microsecond), then sleep.</para>
/// <para>A job started while another runs, from a tile or from another thread, is done by its caller alone.</para>
/// </remarks>
public static unsafe class Workers
{
    private const int SpinMicroseconds = 200;

    private static readonly Lock Gate = new();
    private static readonly Board* Shared = NewBoard();
    private static Worker[] _workers = [];
    private static int _count = Environment.ProcessorCount;
    private static int _busy;

    /// <summary>How many threads work, the caller among them; the number of processors unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 64.</exception>
    public static int Count
    {
        get => Volatile.Read(ref _count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Board.MostThreads);
            Volatile.Write(ref _count, value);
        }
    }

    /// <summary>Does all tiles of a job and returns when they are done.</summary>
    /// <typeparam name="TJob">The job.</typeparam>
    /// <param name="job">The job; it stays where it is.</param>
    /// <param name="tiles">How many tiles it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are a million tiles or more.</exception>
    public static void Run<TJob>(ref TJob job, int tiles)
        where TJob : unmanaged, ITileJob
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tiles, Board.MostTiles);
        int threads = Math.Min(Volatile.Read(ref _count), tiles);
        if (threads <= 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int tile = 0; tile < tiles; tile++) job.Execute(tile);
            return;
        }
        if (_workers.Length < threads - 1) StartWorkers(threads - 1);
        fixed (TJob* pointer = &job)
        {
            Shared->Publish(&Trampoline<TJob>, pointer, tiles, threads);
            for (int i = 0; i < threads - 1; i++) _workers[i].WakeIfAsleep();
            Shared->Work(0);
            Shared->Join();
        }
        Volatile.Write(ref _busy, 0);
    }

    private static void Trampoline<TJob>(void* job, int tile)
        where TJob : unmanaged, ITileJob => ((TJob*)job)->Execute(tile);

    private static Board* NewBoard()
    {
        var board = (Board*)NativeMemory.AlignedAlloc((nuint)sizeof(Board), 128);
        NativeMemory.Clear(board, (nuint)sizeof(Board));
        return board;
    }

    private static void StartWorkers(int needed)
    {
        lock (Gate)
        {
            var all = new Worker[needed];
            _workers.CopyTo(all, 0);
            for (int i = _workers.Length; i < needed; i++) all[i] = new Worker(i + 1);
            _workers = all;
        }
    }

    /// <summary>One thread: waits for jobs, spinning at first.</summary>
    private sealed class Worker
    {
        private readonly object _bed = new();
        private readonly int _index;
        private int _asleep;

        internal Worker(int index)
        {
            _index = index;
            new Thread(Loop) { IsBackground = true, Name = $"uncollapse worker {index}" }.Start();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void WakeIfAsleep()
        {
            if (Volatile.Read(ref _asleep) == 0) return;
            lock (_bed)
            {
                _asleep = 0;
                Monitor.Pulse(_bed);
            }
        }

        private void Loop()
        {
            uint seen = 0;
            while (true)
            {
                seen = WaitForOther(seen);
                Shared->Work(_index);
            }
        }

        private uint WaitForOther(uint seen)
        {
            long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * SpinMicroseconds / 1_000_000);
            for (int spin = 1; ; spin++)
            {
                uint epoch = Volatile.Read(ref Shared->Epoch);
                if (epoch != seen) return epoch;
                Board.Pause();
                if ((spin & 63) != 0 || Stopwatch.GetTimestamp() < until) continue;
                // Said first, then looked again: a job published in between is either seen here or wakes us.
                Interlocked.Exchange(ref _asleep, 1);
                lock (_bed)
                {
                    while (Volatile.Read(ref Shared->Epoch) == seen && _asleep != 0) Monitor.Wait(_bed);
                    _asleep = 0;
                }
            }
        }
    }
}
