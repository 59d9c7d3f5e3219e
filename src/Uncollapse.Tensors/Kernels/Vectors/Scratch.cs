using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A thread's own memory for packed operands; it remembers what is in it.</summary>
internal static unsafe class Scratch
{
    /// <summary>The slot of packed operands, which last from tile to tile of a job.</summary>
    internal const int Packed = 0;

    /// <summary>The slot of partial results, which belong to the job's caller.</summary>
    internal const int Partial = 1;

    /// <summary>The slot of what a tile needs for itself.</summary>
    internal const int Own = 2;

    private const int Slots = 3;

    [ThreadStatic]
    private static State?[]? _states;

    private static long _jobs;

    /// <summary>A number no other job has.</summary>
    internal static long NewJob() => Interlocked.Increment(ref _jobs);

    /// <summary>Memory of at least the given size, and whether it still holds what this job put there under this number.</summary>
    internal static void* Take(int slot, nuint bytes, long job, int content, out bool holds)
    {
        State?[] states = _states ??= new State?[Slots];
        State state = states[slot] ??= new State();
        holds = state.Job == job && state.Content == content;
        state.Job = job;
        state.Content = content;
        return state.AtLeast(bytes);
    }

    /// <summary>Memory for partial results.</summary>
    internal static void* TakePartial(nuint bytes) => Take(Partial, bytes, 0, 0, out _);

    /// <summary>Memory for the tile at work.</summary>
    internal static void* TakeOwn(nuint bytes) => Take(Own, bytes, 0, 0, out _);

    private sealed class State
    {
        private void* _memory;
        private nuint _size;

        internal long Job { get; set; }

        internal int Content { get; set; }

        internal void* AtLeast(nuint bytes)
        {
            if (bytes <= _size) return _memory;
            NativeMemory.AlignedFree(_memory);
            _memory = NativeMemory.AlignedAlloc(bytes, 64);
            _size = bytes;
            return _memory;
        }

#pragma warning disable MA0055 // Freed when its thread is gone.
        ~State() => NativeMemory.AlignedFree(_memory);
#pragma warning restore MA0055
    }
}
