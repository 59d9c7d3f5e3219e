using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A parameter with its moments, to be updated tile by tile as its gradient is made.</summary>
internal unsafe struct AdamTarget<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AdamCoefficients<T> Settings;
    internal T* Parameter, First, Second;

    /// <summary>Set to 1 when a gradient is not finite.</summary>
    internal int* Fault;

    /// <summary>Asks for a tile's lines, which arrive while its gradient is summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Foresee(nint at, nint stride, int rows, int width)
    {
        for (int row = 0; row < rows; row++, at += stride)
        {
            for (int i = 0; i < width; i += 64 / sizeof(T))
            {
                Prefetch.Near(Parameter + at + i);
                Prefetch.Near(First + at + i);
                Prefetch.Near(Second + at + i);
            }
        }
    }
}
