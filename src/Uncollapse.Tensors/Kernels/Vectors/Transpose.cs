using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Packs some rows of a matrix side by side: to[k, j] = from[j, k].</summary>
internal static unsafe class Transpose<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Packs <paramref name="rows"/> rows of <paramref name="depth"/> elements; columns of the result from rows to width are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pack(T* from, nint stride, int rows, int depth, T* to, int width)
    {
        int row = 0;
        if (sizeof(T) == 4 && Transpose16.IsSupported)
        {
            for (; row + 16 <= rows; row += 16) Transpose16.SixteenRows((float*)(from + (row * stride)), stride, depth, (float*)(to + row), width);
        }
        if (sizeof(T) == 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; row + 4 <= rows; row += 4) FourRows((float*)(from + (row * stride)), stride, depth, (float*)(to + row), width);
        }
        for (; row < rows; row++)
        {
            T* source = from + (row * stride);
            for (nint k = 0; k < depth; k++) to[(k * width) + row] = source[k];
        }
        for (; row < width; row++)
        {
            for (nint k = 0; k < depth; k++) to[(k * width) + row] = T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* from, nint stride, int depth, float* to, nint width)
    {
        nint k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            Vector128<float> a = Vector128.Load(from + k), b = Vector128.Load(from + stride + k);
            Vector128<float> c = Vector128.Load(from + (2 * stride) + k), d = Vector128.Load(from + (3 * stride) + k);
            Vector128<float> ac0 = Low(a, c), ac1 = High(a, c), bd0 = Low(b, d), bd1 = High(b, d);
            float* row = to + (k * width);
            Low(ac0, bd0).Store(row);
            High(ac0, bd0).Store(row + width);
            Low(ac1, bd1).Store(row + (2 * width));
            High(ac1, bd1).Store(row + (3 * width));
        }
        for (; k < depth; k++)
        {
            for (int j = 0; j < 4; j++) to[(k * width) + j] = from[(j * stride) + k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
