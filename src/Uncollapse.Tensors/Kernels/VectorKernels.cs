using System.Numerics;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The kernels over vectors of one width: the same source for every width and for both precisions.</summary>
internal sealed unsafe partial class VectorKernels<T, V> : KernelTable<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged, IWide<V, T>
{
    internal VectorKernels()
        : base($"vector{V.Count * sizeof(T) * 8}", V.Count * sizeof(T) * 8)
    {
    }

    private static V Broadcast(double value) => V.Broadcast(T.CreateTruncating(value));
}
