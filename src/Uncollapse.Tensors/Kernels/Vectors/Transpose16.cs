using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Sixteen rows of single precision at a time, in registers, where there is AVX-512.</summary>
internal static unsafe class Transpose16
{
    internal static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    /// <summary>to[k, j] = from[j, k] for sixteen j and all k below depth; rows of the result are width apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SixteenRows(float* from, nint stride, int depth, float* to, nint width)
    {
        nint k = 0;
        for (; k + 16 <= depth; k += 16) Block(from + k, stride, to + (k * width), width);
        for (; k < depth; k++)
        {
            for (int j = 0; j < 16; j++) to[(k * width) + j] = from[(j * stride) + k];
        }
    }

#pragma warning disable MA0051 // Sixteen registers are named so that the compiler keeps them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* from, nint stride, float* to, nint width)
    {
        float* from4 = from + (4 * stride), from8 = from + (8 * stride), from12 = from + (12 * stride);
        Quad(from, stride, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Quad(from4, stride, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Quad(from8, stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Quad(from12, stride, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        Lanes(a0, b0, c0, d0, to, width);
        Lanes(a1, b1, c1, d1, to + width, width);
        Lanes(a2, b2, c2, d2, to + (2 * width), width);
        Lanes(a3, b3, c3, d3, to + (3 * width), width);
    }
#pragma warning restore MA0051

    /// <summary>Four rows, transposed four by four within each quarter of a register: lane group g of r_i holds column 4 g + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        float* from, nint stride, out Vector512<float> r0, out Vector512<float> r1, out Vector512<float> r2, out Vector512<float> r3)
    {
        Vector512<float> a = Vector512.Load(from), b = Vector512.Load(from + stride);
        Vector512<float> c = Vector512.Load(from + (2 * stride)), d = Vector512.Load(from + (3 * stride));
        Vector512<float> ac0 = Avx512F.UnpackLow(a, c), ac1 = Avx512F.UnpackHigh(a, c), bd0 = Avx512F.UnpackLow(b, d), bd1 = Avx512F.UnpackHigh(b, d);
        r0 = Avx512F.UnpackLow(ac0, bd0);
        r1 = Avx512F.UnpackHigh(ac0, bd0);
        r2 = Avx512F.UnpackLow(ac1, bd1);
        r3 = Avx512F.UnpackHigh(ac1, bd1);
    }

    /// <summary>Writes columns i, i + 4, i + 8 and i + 12 from the quarters of four registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint width)
    {
        Vector512<float> ab02 = Avx512F.Shuffle4x128(a, b, 0x88), ab13 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> cd02 = Avx512F.Shuffle4x128(c, d, 0x88), cd13 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(ab02, cd02, 0x88).Store(to);
        Avx512F.Shuffle4x128(ab13, cd13, 0x88).Store(to + (4 * width));
        Avx512F.Shuffle4x128(ab02, cd02, 0xDD).Store(to + (8 * width));
        Avx512F.Shuffle4x128(ab13, cd13, 0xDD).Store(to + (12 * width));
    }
}
