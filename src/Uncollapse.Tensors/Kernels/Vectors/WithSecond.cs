using System.Runtime.CompilerServices;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A map of two vectors with the second held fixed.</summary>
internal readonly struct WithSecond<V, TMap>(TMap map, V second) : IMap<V>
    where V : unmanaged
    where TMap : unmanaged, IMap<V>
{
    public static int Inputs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke(V x, V y, V z) => map.Invoke(x, second, z);
}
