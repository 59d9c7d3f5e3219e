using System.Numerics;

namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A parameter with its moments, to be updated tile by tile as its gradient is made.</summary>
internal unsafe struct AdamTarget<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AdamCoefficients<T> Settings;
    internal T* Parameter, First, Second;

    /// <summary>Set to 1 when a gradient is not finite.</summary>
    internal int* Fault;
}
