using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A parameter with its moments, to be updated tile by tile as its gradient is made.</summary>
internal unsafe struct AdamTarget<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AdamCoefficients<T> Settings;
    internal T* Parameter, First, Second;

    /// <summary>Set to 1 when a gradient is not finite.</summary>
    internal int* Fault;

    /// <summary>Lists a tile's lines, one for each step of its gradient's sum: asked for at once they would block the way, over the sum they arrive unnoticed.</summary>
    internal readonly void Foresee(nint at, nint stride, int rows, int width, void** hints, int count)
    {
        int n = 0;
        for (int row = 0; row < rows; row++, at += stride)
        {
            for (int i = 0; i < width && n + 3 <= count; i += 64 / sizeof(T))
            {
                hints[n++] = Parameter + at + i;
                hints[n++] = First + at + i;
                hints[n++] = Second + at + i;
            }
        }
        while (n < count) hints[n++] = Parameter + at - stride;
    }
}
