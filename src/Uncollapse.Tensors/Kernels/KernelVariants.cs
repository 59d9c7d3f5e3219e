using System.Numerics;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The kernel variants there are, and the choice among them.</summary>
public static class KernelVariants
{
    /// <summary>The environment variable that forces a variant: 512, 256, 128 or scalar.</summary>
    public const string ForceVariable = "UNCOLLAPSE_SIMD";

    /// <summary>Every variant, the scalar twin first. All run on any machine; one wider than the hardware runs in software, slowly.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static IReadOnlyList<KernelTable<T>> All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [new ScalarKernels<T>()];

    internal static KernelTable<T> Choose<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"kernels exist for float and double, not for {typeof(T).Name}");
        return new ScalarKernels<T>();
    }
}
