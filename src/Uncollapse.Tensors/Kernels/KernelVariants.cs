using System.Numerics;
using System.Runtime.Intrinsics;
using Uncollapse.Tensors.Kernels.Vectors;

namespace Uncollapse.Tensors.Kernels;

/// <summary>The kernel variants there are, and the choice among them.</summary>
public static class KernelVariants
{
    /// <summary>The environment variable that forces a variant: 512, 256, 128 or scalar.</summary>
    public const string ForceVariable = "UNCOLLAPSE_SIMD";

    /// <summary>Every variant, the scalar twin first. All run on any machine; one wider than the hardware runs in software, slowly.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static IReadOnlyList<KernelTable<T>> All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [new ScalarKernels<T>(), new VectorKernels<T, Wide128<T>>(), new VectorKernels<T, Wide256<T>>(), new VectorKernels<T, Wide512<T>>()];

    /// <summary>The width in use in bits, 0 for the scalar twin: what <see cref="ForceVariable"/> says, otherwise the widest the hardware has.</summary>
    /// <exception cref="NotSupportedException">The variable's value is none of its four.</exception>
    public static int Width { get; } = ChooseWidth(Environment.GetEnvironmentVariable(ForceVariable));

    internal static KernelTable<T> Choose<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"kernels exist for float and double, not for {typeof(T).Name}");
        return Width switch
        {
            512 => new VectorKernels<T, Wide512<T>>(),
            256 => new VectorKernels<T, Wide256<T>>(),
            128 => new VectorKernels<T, Wide128<T>>(),
            _ => new ScalarKernels<T>(),
        };
    }

    private static int ChooseWidth(string? forced)
    {
        switch (forced)
        {
            case "512": return 512;
            case "256": return 256;
            case "128": return 128;
            case "scalar": return 0;
            case null or "": break;
            default: throw new NotSupportedException($"{ForceVariable} is '{forced}': 512, 256, 128 or scalar expected");
        }
        if (Vector512.IsHardwareAccelerated) return 512;
        if (Vector256.IsHardwareAccelerated) return 256;
        return Vector128.IsHardwareAccelerated ? 128 : 0;
    }
}
