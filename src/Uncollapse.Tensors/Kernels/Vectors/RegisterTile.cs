using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// The innermost loop of every matrix product: a tile of C, some rows by one or two vectors, stays in registers while k runs.
/// </summary>
/// <remarks>
/// Compiled once for each number of rows and vectors: what a size does not have is constant-folded away. The sum runs
/// over segments: in each, A's element (i, k) is at a + offset + i rowStride + k depthStride, so that A and A^T are the same code, and the taps of a
/// convolution too. B's rows go on from segment to segment and are read whole vectors wide.
/// </remarks>
internal static unsafe class RegisterTile<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>The compiled tile for a number of rows (1 to 14) and of vectors (1 or 2).</summary>
    internal static delegate*<Segment*, Segment*, T*, nint, nint, T*, nint, T*, nint, int, void> Of(int rows, int vectors) =>
        vectors == 1 ? Of<Sizes.N1>(rows) : Of<Sizes.N2>(rows);

    private static delegate*<Segment*, Segment*, T*, nint, nint, T*, nint, T*, nint, int, void> Of<TVectors>(int rows)
        where TVectors : struct, ISize => rows switch
    {
        14 => &Multiply<Sizes.N14, TVectors>,
        13 => &Multiply<Sizes.N13, TVectors>,
        12 => &Multiply<Sizes.N12, TVectors>,
        11 => &Multiply<Sizes.N11, TVectors>,
        10 => &Multiply<Sizes.N10, TVectors>,
        9 => &Multiply<Sizes.N9, TVectors>,
        8 => &Multiply<Sizes.N8, TVectors>,
        7 => &Multiply<Sizes.N7, TVectors>,
        6 => &Multiply<Sizes.N6, TVectors>,
        5 => &Multiply<Sizes.N5, TVectors>,
        4 => &Multiply<Sizes.N4, TVectors>,
        3 => &Multiply<Sizes.N3, TVectors>,
        2 => &Multiply<Sizes.N2, TVectors>,
        _ => &Multiply<Sizes.N1, TVectors>,
    };

    /// <summary>C[rows, vectors] = A B, or C += A B.</summary>
#pragma warning disable MA0051 // Twenty-eight accumulators must be named for the compiler to keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TVectors>(
        Segment* segment, Segment* end, T* a, nint rowStride, nint depthStride, T* b, nint strideB, T* c, nint strideC, int accumulate)
        where TRows : struct, ISize
        where TVectors : struct, ISize
    {
        V x0 = V.Zero, y0 = V.Zero, x1 = V.Zero, y1 = V.Zero, x2 = V.Zero, y2 = V.Zero, x3 = V.Zero, y3 = V.Zero, x4 = V.Zero, y4 = V.Zero, x5 = V.Zero, y5 = V.Zero, x6 = V.Zero, y6 = V.Zero;
        V x7 = V.Zero, y7 = V.Zero, x8 = V.Zero, y8 = V.Zero, x9 = V.Zero, y9 = V.Zero, x10 = V.Zero, y10 = V.Zero, x11 = V.Zero, y11 = V.Zero, x12 = V.Zero, y12 = V.Zero, x13 = V.Zero, y13 = V.Zero;
        for (; segment < end; segment++)
        {
            T* p0 = a + segment->Offset, p3 = p0 + (3 * rowStride), p6 = p3 + (3 * rowStride), p9 = p6 + (3 * rowStride), p12 = p9 + (3 * rowStride);
            nint depth = segment->Depth;
            for (nint k = 0; k < depth; k++)
            {
                V left = V.Load(b), right = TVectors.Value > 1 ? V.Load(b + V.Count) : V.Zero, scale;
                scale = V.Broadcast(*p0);
                x0 = V.MultiplyAdd(scale, left, x0);
                if (TVectors.Value > 1) y0 = V.MultiplyAdd(scale, right, y0);
                if (TRows.Value > 1)
                {
                    scale = V.Broadcast(*(p0 + rowStride));
                    x1 = V.MultiplyAdd(scale, left, x1);
                    if (TVectors.Value > 1) y1 = V.MultiplyAdd(scale, right, y1);
                }
                if (TRows.Value > 2)
                {
                    scale = V.Broadcast(*(p0 + (2 * rowStride)));
                    x2 = V.MultiplyAdd(scale, left, x2);
                    if (TVectors.Value > 1) y2 = V.MultiplyAdd(scale, right, y2);
                }
                if (TRows.Value > 3)
                {
                    scale = V.Broadcast(*p3);
                    x3 = V.MultiplyAdd(scale, left, x3);
                    if (TVectors.Value > 1) y3 = V.MultiplyAdd(scale, right, y3);
                }
                if (TRows.Value > 4)
                {
                    scale = V.Broadcast(*(p3 + rowStride));
                    x4 = V.MultiplyAdd(scale, left, x4);
                    if (TVectors.Value > 1) y4 = V.MultiplyAdd(scale, right, y4);
                }
                if (TRows.Value > 5)
                {
                    scale = V.Broadcast(*(p3 + (2 * rowStride)));
                    x5 = V.MultiplyAdd(scale, left, x5);
                    if (TVectors.Value > 1) y5 = V.MultiplyAdd(scale, right, y5);
                }
                if (TRows.Value > 6)
                {
                    scale = V.Broadcast(*p6);
                    x6 = V.MultiplyAdd(scale, left, x6);
                    if (TVectors.Value > 1) y6 = V.MultiplyAdd(scale, right, y6);
                }
                if (TRows.Value > 7)
                {
                    scale = V.Broadcast(*(p6 + rowStride));
                    x7 = V.MultiplyAdd(scale, left, x7);
                    if (TVectors.Value > 1) y7 = V.MultiplyAdd(scale, right, y7);
                }
                if (TRows.Value > 8)
                {
                    scale = V.Broadcast(*(p6 + (2 * rowStride)));
                    x8 = V.MultiplyAdd(scale, left, x8);
                    if (TVectors.Value > 1) y8 = V.MultiplyAdd(scale, right, y8);
                }
                if (TRows.Value > 9)
                {
                    scale = V.Broadcast(*p9);
                    x9 = V.MultiplyAdd(scale, left, x9);
                    if (TVectors.Value > 1) y9 = V.MultiplyAdd(scale, right, y9);
                }
                if (TRows.Value > 10)
                {
                    scale = V.Broadcast(*(p9 + rowStride));
                    x10 = V.MultiplyAdd(scale, left, x10);
                    if (TVectors.Value > 1) y10 = V.MultiplyAdd(scale, right, y10);
                }
                if (TRows.Value > 11)
                {
                    scale = V.Broadcast(*(p9 + (2 * rowStride)));
                    x11 = V.MultiplyAdd(scale, left, x11);
                    if (TVectors.Value > 1) y11 = V.MultiplyAdd(scale, right, y11);
                }
                if (TRows.Value > 12)
                {
                    scale = V.Broadcast(*p12);
                    x12 = V.MultiplyAdd(scale, left, x12);
                    if (TVectors.Value > 1) y12 = V.MultiplyAdd(scale, right, y12);
                }
                if (TRows.Value > 13)
                {
                    scale = V.Broadcast(*(p12 + rowStride));
                    x13 = V.MultiplyAdd(scale, left, x13);
                    if (TVectors.Value > 1) y13 = V.MultiplyAdd(scale, right, y13);
                }
                b += strideB;
                p0 += depthStride;
                if (TRows.Value > 3) p3 += depthStride;
                if (TRows.Value > 6) p6 += depthStride;
                if (TRows.Value > 9) p9 += depthStride;
                if (TRows.Value > 12) p12 += depthStride;
            }
        }
        Put<TVectors>(x0, y0, c, accumulate);
        if (TRows.Value > 1) Put<TVectors>(x1, y1, c + (1 * strideC), accumulate);
        if (TRows.Value > 2) Put<TVectors>(x2, y2, c + (2 * strideC), accumulate);
        if (TRows.Value > 3) Put<TVectors>(x3, y3, c + (3 * strideC), accumulate);
        if (TRows.Value > 4) Put<TVectors>(x4, y4, c + (4 * strideC), accumulate);
        if (TRows.Value > 5) Put<TVectors>(x5, y5, c + (5 * strideC), accumulate);
        if (TRows.Value > 6) Put<TVectors>(x6, y6, c + (6 * strideC), accumulate);
        if (TRows.Value > 7) Put<TVectors>(x7, y7, c + (7 * strideC), accumulate);
        if (TRows.Value > 8) Put<TVectors>(x8, y8, c + (8 * strideC), accumulate);
        if (TRows.Value > 9) Put<TVectors>(x9, y9, c + (9 * strideC), accumulate);
        if (TRows.Value > 10) Put<TVectors>(x10, y10, c + (10 * strideC), accumulate);
        if (TRows.Value > 11) Put<TVectors>(x11, y11, c + (11 * strideC), accumulate);
        if (TRows.Value > 12) Put<TVectors>(x12, y12, c + (12 * strideC), accumulate);
        if (TRows.Value > 13) Put<TVectors>(x13, y13, c + (13 * strideC), accumulate);
    }
#pragma warning restore MA0051

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TVectors>(V x, V y, T* to, int accumulate)
        where TVectors : struct, ISize
    {
        if (accumulate != 0)
        {
            x += V.Load(to);
            if (TVectors.Value > 1) y += V.Load(to + V.Count);
        }
        x.Store(to);
        if (TVectors.Value > 1) y.Store(to + V.Count);
    }
}
