using System.Numerics;
using System.Runtime.InteropServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The part of an image that some windows see, with zeros where it lies outside.</summary>
internal static unsafe class Window<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Copies rows <paramref name="top"/> to top + <paramref name="rows"/> and columns likewise, dense.</summary>
    internal static void Copy(T* image, int height, int width, int channels, int top, int rows, int left, int columns, T* to)
    {
        nint pitch = (nint)columns * channels;
        int first = Math.Clamp(-left, 0, columns), end = Math.Clamp(width - left, first, columns);
        nuint before = (nuint)(first * channels * sizeof(T)), inside = (nuint)((end - first) * channels * sizeof(T)), after = (nuint)((columns - end) * channels * sizeof(T));
        for (int row = 0; row < rows; row++, to += pitch)
        {
            int y = top + row;
            if (y < 0 || y >= height)
            {
                NativeMemory.Clear(to, (nuint)(pitch * sizeof(T)));
                continue;
            }
            NativeMemory.Clear(to, before);
            NativeMemory.Copy(image + ((((nint)y * width) + left + first) * channels), to + (first * channels), inside);
            NativeMemory.Clear(to + (end * channels), after);
        }
    }
}
