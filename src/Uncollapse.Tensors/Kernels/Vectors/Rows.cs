using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Runs of zeros and of copies within rows.</summary>
internal static unsafe class Rows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Zeros in as many runs of columns as there are parts, each a stride apart; nothing where there is no place.</summary>
    internal static void Clear(T* to, int columns, int parts = 1, nint stride = 0)
    {
        for (int part = 0; part < parts && to is not null; part++, to += stride) new Span<T>(to, columns).Clear();
    }

    /// <summary>Copies a run of columns.</summary>
    internal static void Copy(T* from, T* to, int columns) => Unsafe.CopyBlockUnaligned(to, from, (uint)(columns * sizeof(T)));

    /// <summary>Asks for the lines of runs of columns, each a stride apart; for nothing where there is no place.</summary>
    internal static void Foresee(T* from, int columns, int parts = 1, nint stride = 0)
    {
        if (from is null) return;
        for (int part = 0; part < parts; part++, from += stride)
        {
            for (int i = 0; i < columns; i += 64 / sizeof(T)) Prefetch.Near(from + i);
        }
    }
}
