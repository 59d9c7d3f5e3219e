using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The products of some rows of A with one vector b, along the sum: for results with few columns, where lanes across columns would be idle.</summary>
internal static unsafe class DotTile<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>The most rows of a tile.</summary>
    internal const int MostRows = 8;

    /// <summary>The compiled tile for a number of rows: to[i stride] = sum over the segments of a[offset + i rowStride + k] b[..], b dense.</summary>
    internal static delegate*<Segment*, Segment*, T*, nint, T*, T*, nint, void> Of(int rows) => rows switch
    {
        8 => &Multiply<Sizes.N8>,
        7 => &Multiply<Sizes.N7>,
        6 => &Multiply<Sizes.N6>,
        5 => &Multiply<Sizes.N5>,
        4 => &Multiply<Sizes.N4>,
        3 => &Multiply<Sizes.N3>,
        2 => &Multiply<Sizes.N2>,
        _ => &Multiply<Sizes.N1>,
    };

#pragma warning disable MA0051 // Eight accumulators must be named for the compiler to keep them in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(Segment* segment, Segment* end, T* a, nint rowStride, T* b, T* to, nint stride)
        where TRows : struct, ISize
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
        for (; segment < end; segment++)
        {
            T* p0 = a + segment->Offset, p3 = p0 + (3 * rowStride), p6 = p3 + (3 * rowStride);
            nint depth = segment->Depth, k = 0;
            for (; k + V.Count <= depth; k += V.Count)
            {
                V right = V.Load(b + k);
                s0 = V.MultiplyAdd(V.Load(p0 + k), right, s0);
                if (TRows.Value > 1) s1 = V.MultiplyAdd(V.Load(p0 + rowStride + k), right, s1);
                if (TRows.Value > 2) s2 = V.MultiplyAdd(V.Load(p0 + (2 * rowStride) + k), right, s2);
                if (TRows.Value > 3) s3 = V.MultiplyAdd(V.Load(p3 + k), right, s3);
                if (TRows.Value > 4) s4 = V.MultiplyAdd(V.Load(p3 + rowStride + k), right, s4);
                if (TRows.Value > 5) s5 = V.MultiplyAdd(V.Load(p3 + (2 * rowStride) + k), right, s5);
                if (TRows.Value > 6) s6 = V.MultiplyAdd(V.Load(p6 + k), right, s6);
                if (TRows.Value > 7) s7 = V.MultiplyAdd(V.Load(p6 + rowStride + k), right, s7);
            }
            if (k < depth)
            {
                int left = (int)(depth - k);
                V right = V.LoadPartial(b + k, left);
                s0 = V.MultiplyAdd(V.LoadPartial(p0 + k, left), right, s0);
                if (TRows.Value > 1) s1 = V.MultiplyAdd(V.LoadPartial(p0 + rowStride + k, left), right, s1);
                if (TRows.Value > 2) s2 = V.MultiplyAdd(V.LoadPartial(p0 + (2 * rowStride) + k, left), right, s2);
                if (TRows.Value > 3) s3 = V.MultiplyAdd(V.LoadPartial(p3 + k, left), right, s3);
                if (TRows.Value > 4) s4 = V.MultiplyAdd(V.LoadPartial(p3 + rowStride + k, left), right, s4);
                if (TRows.Value > 5) s5 = V.MultiplyAdd(V.LoadPartial(p3 + (2 * rowStride) + k, left), right, s5);
                if (TRows.Value > 6) s6 = V.MultiplyAdd(V.LoadPartial(p6 + k, left), right, s6);
                if (TRows.Value > 7) s7 = V.MultiplyAdd(V.LoadPartial(p6 + rowStride + k, left), right, s7);
            }
            b += depth;
        }
        to[0] = V.Sum(s0);
        if (TRows.Value > 1) to[stride] = V.Sum(s1);
        if (TRows.Value > 2) to[2 * stride] = V.Sum(s2);
        if (TRows.Value > 3) to[3 * stride] = V.Sum(s3);
        if (TRows.Value > 4) to[4 * stride] = V.Sum(s4);
        if (TRows.Value > 5) to[5 * stride] = V.Sum(s5);
        if (TRows.Value > 6) to[6 * stride] = V.Sum(s6);
        if (TRows.Value > 7) to[7 * stride] = V.Sum(s7);
    }
#pragma warning restore MA0051
}
