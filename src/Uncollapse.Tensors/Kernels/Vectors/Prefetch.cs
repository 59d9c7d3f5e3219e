using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A hint that a line will be wanted; any address will do.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Near(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>Brings some bytes into the second-nearest cache: for what is wanted next but one.</summary>
    internal static void Lines(void* from, nint bytes)
    {
        if (!Sse.IsSupported) return;
        for (nint i = 0; i < bytes; i += Line) Sse.Prefetch1((byte*)from + i);
    }
}
