using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Threading;

/// <summary>
/// What the threads share, laid out by cache lines: the job, the count of tiles still to be done, and a ticket a thread.
/// </summary>
/// <remarks>
/// A ticket holds the job's number and the run [low, high) of a thread's unclaimed tiles in one word. Its owner claims from the low end
/// and others from the high end, by compare and exchange; a thread that comes late to a finished job cannot claim anything of the next,
/// as the number differs. What it read of the job before a claim that succeeds is that job's: a job with unclaimed tiles is not over.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 256 + (MostThreads * Line))]
internal unsafe struct Board
{
    internal const int MostThreads = 64;
    internal const int MostTiles = 1 << 20;
    private const int Line = 128;

    /// <summary>The job's number; what workers watch.</summary>
    [FieldOffset(0)]
    internal uint Epoch;

    [FieldOffset(4)]
    private int _threads;

    [FieldOffset(8)]
    private delegate*<void*, int, void> _function;

    [FieldOffset(16)]
    private void* _job;

    [FieldOffset(128)]
    private int _remaining;

    [FieldOffset(256)]
    private fixed ulong _tickets[MostThreads * Line / sizeof(ulong)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Pause()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else Thread.SpinWait(1);
    }

    /// <summary>Puts a job up. On return the writes are visible: a full fence.</summary>
    internal void Publish(delegate*<void*, int, void> function, void* job, int tiles, int threads)
    {
        uint epoch = Epoch + 1;
        _function = function;
        _job = job;
        _threads = threads;
        _remaining = tiles;
        for (int i = 0; i < threads; i++)
            *Ticket(i) = Pack(epoch, (uint)((long)tiles * i / threads), (uint)((long)tiles * (i + 1) / threads));
        Volatile.Write(ref Epoch, epoch);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Does the tiles of thread <paramref name="self"/>, then what others have left.</summary>
    internal void Work(int self)
    {
        uint epoch = Volatile.Read(ref Epoch);
        int threads = _threads, done = 0;
        delegate*<void*, int, void> function = _function;
        void* job = _job;
        if (self >= threads) return;
        for (int i = 0; i < threads; i++)
        {
            int owner = self + i < threads ? self + i : self + i - threads;
            int tile;
            while ((tile = Claim(Ticket(owner), epoch, fromLow: i == 0)) >= 0)
            {
                function(job, tile);
                done++;
            }
        }
        if (done > 0) Interlocked.Add(ref _remaining, -done);
    }

    /// <summary>Waits until every tile is done.</summary>
    internal void Join()
    {
        for (int spin = 1; Volatile.Read(ref _remaining) != 0; spin++)
        {
            // A partner that lost its processor will not get it back while this thread spins on it.
            if ((spin & 1023) == 0) Thread.Yield();
            else Pause();
        }
    }

    private static int Claim(ulong* ticket, uint epoch, bool fromLow)
    {
        ulong seen = Volatile.Read(ref *ticket);
        while (true)
        {
            uint low = (uint)(seen >> 20) & (MostTiles - 1), high = (uint)seen & (MostTiles - 1);
            if ((uint)(seen >> 40) != (epoch & 0xFFFFFF) || low >= high) return -1;
            ulong taken = fromLow ? Pack(epoch, low + 1, high) : Pack(epoch, low, high - 1);
            ulong before = Interlocked.CompareExchange(ref *ticket, taken, seen);
            if (before == seen) return (int)(fromLow ? low : high - 1);
            seen = before;
        }
    }

    private static ulong Pack(uint epoch, uint low, uint high) => ((ulong)(epoch & 0xFFFFFF) << 40) | ((ulong)low << 20) | high;

    private ulong* Ticket(int index) => (ulong*)Unsafe.AsPointer(ref _tickets[index * (Line / sizeof(ulong))]);
}
