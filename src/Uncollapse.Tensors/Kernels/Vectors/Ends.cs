using System.Numerics;
using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>Reads and writes for loops whose last step may be less than a vector.</summary>
internal static unsafe class Ends<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Load(T* from, int left) => left >= V.Count ? V.Load(from) : V.LoadPartial(from, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(V value, T* to, int left)
    {
        if (left >= V.Count) value.Store(to);
        else value.StorePartial(to, left);
    }

    /// <summary>Writes, or adds to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Put(V value, T* to, int left, bool accumulate) => Store(accumulate ? Load(to, left) + value : value, to, left);
}
