using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// The innermost loop of products with few columns: the dot products of some rows of A with some rows of B^T, whose lanes run along the sum and are added last.
/// A <see cref="RegisterTile{T, V}"/>, whose lanes are columns, would leave them idle.
/// </summary>
internal static unsafe class DotGrid<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    /// <summary>The most rows of A.</summary>
    internal const int MostRows = 4;

    /// <summary>The most rows of B^T: twenty accumulators, and nine vectors read for twenty products.</summary>
    internal const int MostColumns = 5;

    /// <summary>The compiled grid: c[i strideC + j] = sum over k below depth of a[i strideA + k] b[j strideB + k].</summary>
    internal static delegate*<nint, T*, nint, T*, nint, T*, nint, void> Of(int rows, int columns) => rows switch
    {
        4 => Of<Sizes.N4>(columns),
        3 => Of<Sizes.N3>(columns),
        2 => Of<Sizes.N2>(columns),
        _ => Of<Sizes.N1>(columns),
    };

    private static delegate*<nint, T*, nint, T*, nint, T*, nint, void> Of<TRows>(int columns)
        where TRows : struct, ISize => columns switch
    {
        5 => &Multiply<TRows, Sizes.N5>,
        4 => &Multiply<TRows, Sizes.N4>,
        3 => &Multiply<TRows, Sizes.N3>,
        2 => &Multiply<TRows, Sizes.N2>,
        _ => &Multiply<TRows, Sizes.N1>,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TColumns>(nint depth, T* a, nint strideA, T* b, nint strideB, T* c, nint strideC)
        where TRows : struct, ISize
        where TColumns : struct, ISize
    {
        Column s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        T* a1 = a + strideA, a2 = a1 + strideA, a3 = a2 + strideA, b1 = b + strideB, b2 = b1 + strideB, b3 = b2 + strideB, b4 = b3 + strideB;
        nint k = 0;
        for (; k + V.Count <= depth; k += V.Count)
        {
            V r0 = V.Load(a + k), r1 = TRows.Value > 1 ? V.Load(a1 + k) : V.Zero, r2 = TRows.Value > 2 ? V.Load(a2 + k) : V.Zero, r3 = TRows.Value > 3 ? V.Load(a3 + k) : V.Zero;
            s0.Add<TRows>(V.Load(b + k), r0, r1, r2, r3);
            if (TColumns.Value > 1) s1.Add<TRows>(V.Load(b1 + k), r0, r1, r2, r3);
            if (TColumns.Value > 2) s2.Add<TRows>(V.Load(b2 + k), r0, r1, r2, r3);
            if (TColumns.Value > 3) s3.Add<TRows>(V.Load(b3 + k), r0, r1, r2, r3);
            if (TColumns.Value > 4) s4.Add<TRows>(V.Load(b4 + k), r0, r1, r2, r3);
        }
        if (k < depth)
        {
            int left = (int)(depth - k);
            V r0 = V.LoadPartial(a + k, left), r1 = V.Zero, r2 = V.Zero, r3 = V.Zero;
            if (TRows.Value > 1) r1 = V.LoadPartial(a1 + k, left);
            if (TRows.Value > 2) r2 = V.LoadPartial(a2 + k, left);
            if (TRows.Value > 3) r3 = V.LoadPartial(a3 + k, left);
            s0.Add<TRows>(V.LoadPartial(b + k, left), r0, r1, r2, r3);
            if (TColumns.Value > 1) s1.Add<TRows>(V.LoadPartial(b1 + k, left), r0, r1, r2, r3);
            if (TColumns.Value > 2) s2.Add<TRows>(V.LoadPartial(b2 + k, left), r0, r1, r2, r3);
            if (TColumns.Value > 3) s3.Add<TRows>(V.LoadPartial(b3 + k, left), r0, r1, r2, r3);
            if (TColumns.Value > 4) s4.Add<TRows>(V.LoadPartial(b4 + k, left), r0, r1, r2, r3);
        }
        s0.Put<TRows>(c, strideC);
        if (TColumns.Value > 1) s1.Put<TRows>(c + 1, strideC);
        if (TColumns.Value > 2) s2.Put<TRows>(c + 2, strideC);
        if (TColumns.Value > 3) s3.Put<TRows>(c + 3, strideC);
        if (TColumns.Value > 4) s4.Put<TRows>(c + 4, strideC);
    }

    /// <summary>The accumulators of one column.</summary>
    private struct Column
    {
        private V _r0, _r1, _r2, _r3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add<TRows>(V right, V a0, V a1, V a2, V a3)
            where TRows : struct, ISize
        {
            _r0 = V.MultiplyAdd(a0, right, _r0);
            if (TRows.Value > 1) _r1 = V.MultiplyAdd(a1, right, _r1);
            if (TRows.Value > 2) _r2 = V.MultiplyAdd(a2, right, _r2);
            if (TRows.Value > 3) _r3 = V.MultiplyAdd(a3, right, _r3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly void Put<TRows>(T* to, nint stride)
            where TRows : struct, ISize
        {
            to[0] = V.Sum(_r0);
            if (TRows.Value > 1) to[stride] = V.Sum(_r1);
            if (TRows.Value > 2) to[2 * stride] = V.Sum(_r2);
            if (TRows.Value > 3) to[3 * stride] = V.Sum(_r3);
        }
    }
}
