using System.Numerics;
using System.Runtime.Intrinsics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>The variants under test, the oracle, and comparisons.</summary>
internal static class Variants<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static KernelTable<T> Scalar { get; } = KernelVariants.All<T>()[0];

    /// <summary>All but the scalar twin.</summary>
    internal static KernelTable<T>[] Vector { get; } = [.. KernelVariants.All<T>().Skip(1)];

    /// <summary>Single precision's, or double's, unit: what tolerances are multiples of.</summary>
    internal static double Unit { get; } = typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53);

    /// <summary>Whether the vectors run in hardware.</summary>
    internal static bool Fast(KernelTable<T> table) => table.VectorBits switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        _ => true,
    };

    internal static Guarded<T> Normal(ulong seed, int length, double scale = 1, double shift = 0)
    {
        var buffer = new Guarded<T>(length);
        double[] values = new double[length];
        new Rng(seed).FillNormal(values);
        for (int i = 0; i < length; i++) buffer.Span[i] = T.CreateTruncating(shift + (scale * values[i]));
        return buffer;
    }

    internal static Guarded<T> Copy(ReadOnlySpan<T> from)
    {
        var buffer = new Guarded<T>(from.Length);
        from.CopyTo(buffer.Span);
        return buffer;
    }

    /// <summary>Equal within the relative or the absolute tolerance, whichever is wider; NaN equals NaN.</summary>
    internal static void Close(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double relative, double absolute, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double e = double.CreateTruncating(expected[i]), a = double.CreateTruncating(actual[i]);
            if (e.Equals(a)) continue;
            if (!(Math.Abs(e - a) <= Math.Max(absolute, relative * Math.Abs(e)))) Assert.Fail($"{what}, element {i}: expected {e:R}, found {a:R}");
        }
    }
}
