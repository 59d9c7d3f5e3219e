using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>
/// Sums of a map in an order that depends on the shape alone. Short runs are summed in the elements' own precision, a lane each, and the runs
/// in double (along a row) or with Kahan's correction (down a column), so that the error does not grow with the length.
/// </summary>
internal static unsafe class Reducer<T, V, TMap>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
    where TMap : unmanaged, IMap<V>
{
    private const int VectorsPerRun = 64;
    private const int RowsPerRun = 64;

    /// <summary>The sum over i of map(x[i], y[i], third).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Along(int length, T* x, T* y, V third)
    {
        TMap map = default;
        double total = 0;
        int i = 0;
        while (i + (4 * V.Count) <= length)
        {
            V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
            int until = Math.Min(length, i + (VectorsPerRun * V.Count));
            for (; i + (4 * V.Count) <= until; i += 4 * V.Count)
            {
                a += map.Invoke(V.Load(x + i), Second(y, i), third);
                b += map.Invoke(V.Load(x + i + V.Count), Second(y, i + V.Count), third);
                c += map.Invoke(V.Load(x + i + (2 * V.Count)), Second(y, i + (2 * V.Count)), third);
                d += map.Invoke(V.Load(x + i + (3 * V.Count)), Second(y, i + (3 * V.Count)), third);
            }
            total += double.CreateTruncating(V.Sum((a + b) + (c + d)));
        }
        V rest = V.Zero;
        for (; i + V.Count <= length; i += V.Count) rest += map.Invoke(V.Load(x + i), Second(y, i), third);
        if (i < length)
        {
            V last = TMap.Inputs > 1 ? V.LoadPartial(y + i, length - i) : V.Zero;
            rest += V.First(map.Invoke(V.LoadPartial(x + i, length - i), last, third), length - i);
        }
        total += double.CreateTruncating(V.Sum(rest));
        return total;
    }

    /// <summary>to[c] = scale (sum over r of map(x[r, c], y[r, c], third[c])), or to += that, for columns from (inclusive) to until.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Down(int rows, nint stride, int from, int until, T* x, T* y, T* third, T* to, T scale, bool accumulate)
    {
        TMap map = default;
        for (int column = from; column < until; column += V.Count)
        {
            int left = until - column;
            V parameter = TMap.Inputs > 2 ? Ends<T, V>.Load(third + column, left) : V.Zero, total = V.Zero, lost = V.Zero;
            T* px = x + column, py = y + column;
            for (int row = 0; row < rows;)
            {
                V run = V.Zero;
                for (int end = Math.Min(rows, row + RowsPerRun); row < end; row++, px += stride, py += stride)
                {
                    V second = TMap.Inputs > 1 ? Ends<T, V>.Load(py, left) : V.Zero;
                    run += map.Invoke(Ends<T, V>.Load(px, left), second, parameter);
                }
                run -= lost;
                V next = total + run;
                lost = (next - total) - run;
                total = next;
            }
            Ends<T, V>.Put(total * V.Broadcast(scale), to + column, left, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Second(T* y, int i) => TMap.Inputs > 1 ? V.Load(y + i) : V.Zero;
}
