using System.Numerics;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>The sum of a map over long arrays: at most 256 parts, cut by length alone, and their sums in order.</summary>
internal unsafe struct SumJob<T, V, TMap> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
    where TMap : unmanaged, IMap<V>
{
    private const int MostParts = 256;
    private const int SmallestPart = 16384;
    private T* _x, _y;
    private int _length, _part;
    private double* _sums;

    internal static double Run(int length, T* x, T* y)
    {
        if (length <= SmallestPart) return Reducer<T, V, TMap>.Along(length, x, y, V.Zero);
        double* sums = stackalloc double[MostParts];
        int part = Math.Max(SmallestPart, (int)(((long)length + MostParts - 1) / MostParts));
        int parts = (int)(((long)length + part - 1) / part);
        var job = new SumJob<T, V, TMap> { _x = x, _y = y, _length = length, _part = part, _sums = sums };
        Workers.Run(ref job, parts);
        double total = 0;
        for (int i = 0; i < parts; i++) total += sums[i];
        return total;
    }

    public readonly void Execute(int tile)
    {
        nint from = (nint)tile * _part;
        _sums[tile] = Reducer<T, V, TMap>.Along((int)Math.Min(_part, _length - from), _x + from, _y + from, V.Zero);
    }
}
