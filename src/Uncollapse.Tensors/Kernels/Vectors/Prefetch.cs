using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A hint that a line will be wanted; any address will do.</summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Near(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
