using System.Numerics;
using System.Runtime.CompilerServices;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A map over long arrays, in tiles of neighbouring elements.</summary>
internal unsafe struct MapJob<T, V, TMap> : ITileJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
    where TMap : unmanaged, IMap<V>
{
    private const int Tile = 8192;
    private TMap _map;
    private T* _x, _y, _z, _to;
    private int _length;

    /// <summary>to[i] = map(x[i], y[i], z[i]).</summary>
    internal static void Run(TMap map, int length, T* x, T* y, T* z, T* to)
    {
        if (length < 2 * Tile)
        {
            Range(in map, length, x, y, z, to);
            return;
        }
        var job = new MapJob<T, V, TMap> { _map = map, _x = x, _y = y, _z = z, _to = to, _length = length };
        Workers.Run(ref job, (int)(((long)length + Tile - 1) / Tile));
    }

    public void Execute(int tile)
    {
        nint from = (nint)tile * Tile;
        Range(in _map, (int)Math.Min(Tile, _length - from), _x + from, _y + from, _z + from, _to + from);
    }

    /// <summary>The loop itself, on one thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Range(in TMap function, int length, T* x, T* y, T* z, T* to)
    {
        TMap map = function;
        int i = 0;
        for (; i + V.Count <= length; i += V.Count)
        {
            V second = TMap.Inputs > 1 ? V.Load(y + i) : V.Zero, third = TMap.Inputs > 2 ? V.Load(z + i) : V.Zero;
            map.Invoke(V.Load(x + i), second, third).Store(to + i);
        }
        if (i == length) return;
        V secondRest = TMap.Inputs > 1 ? V.LoadPartial(y + i, length - i) : V.Zero;
        V thirdRest = TMap.Inputs > 2 ? V.LoadPartial(z + i, length - i) : V.Zero;
        map.Invoke(V.LoadPartial(x + i, length - i), secondRest, thirdRest).StorePartial(to + i, length - i);
    }
}
