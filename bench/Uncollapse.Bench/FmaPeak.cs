using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Bench;

/// <summary>The machine's limit: fused multiply-adds on registers alone.</summary>
internal struct FmaPeak : ITileJob
{
    private const int Rounds = 200_000;

    /// <summary>GFLOP/s on the threads in use, at the width in use.</summary>
    internal static double Measure()
    {
        int lanes = Math.Max(128, KernelVariants.Width) / 32;
        var job = default(FmaPeak);
        int tiles = Workers.Count;
        double seconds = Timing.Best(() => Workers.Run(ref job, tiles), 0.6);
        return 2.0 * lanes * 12 * Rounds * tiles / seconds / 1e9;
    }

    public readonly void Execute(int tile)
    {
        if (KernelVariants.Width == 512) Wide();
        else if (KernelVariants.Width == 256) Middle();
        else Narrow();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide()
    {
        Vector512<float> m = Vector512.Create(0.999f), a = Vector512.Create(1e-3f);
        Vector512<float> b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a, n = a;
        for (int r = 0; r < Rounds; r++)
        {
            b = Vector512.FusedMultiplyAdd(b, m, a); c = Vector512.FusedMultiplyAdd(c, m, a); d = Vector512.FusedMultiplyAdd(d, m, a);
            e = Vector512.FusedMultiplyAdd(e, m, a); f = Vector512.FusedMultiplyAdd(f, m, a); g = Vector512.FusedMultiplyAdd(g, m, a);
            h = Vector512.FusedMultiplyAdd(h, m, a); i = Vector512.FusedMultiplyAdd(i, m, a); j = Vector512.FusedMultiplyAdd(j, m, a);
            k = Vector512.FusedMultiplyAdd(k, m, a); l = Vector512.FusedMultiplyAdd(l, m, a); n = Vector512.FusedMultiplyAdd(n, m, a);
        }
        Keep(Vector512.Sum(b + c + d + e + f + g + h + i + j + k + l + n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Middle()
    {
        Vector256<float> m = Vector256.Create(0.999f), a = Vector256.Create(1e-3f);
        Vector256<float> b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a, n = a;
        for (int r = 0; r < Rounds; r++)
        {
            b = Vector256.FusedMultiplyAdd(b, m, a); c = Vector256.FusedMultiplyAdd(c, m, a); d = Vector256.FusedMultiplyAdd(d, m, a);
            e = Vector256.FusedMultiplyAdd(e, m, a); f = Vector256.FusedMultiplyAdd(f, m, a); g = Vector256.FusedMultiplyAdd(g, m, a);
            h = Vector256.FusedMultiplyAdd(h, m, a); i = Vector256.FusedMultiplyAdd(i, m, a); j = Vector256.FusedMultiplyAdd(j, m, a);
            k = Vector256.FusedMultiplyAdd(k, m, a); l = Vector256.FusedMultiplyAdd(l, m, a); n = Vector256.FusedMultiplyAdd(n, m, a);
        }
        Keep(Vector256.Sum(b + c + d + e + f + g + h + i + j + k + l + n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow()
    {
        Vector128<float> m = Vector128.Create(0.999f), a = Vector128.Create(1e-3f);
        Vector128<float> b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a, n = a;
        for (int r = 0; r < Rounds; r++)
        {
            b = Vector128.MultiplyAddEstimate(b, m, a); c = Vector128.MultiplyAddEstimate(c, m, a); d = Vector128.MultiplyAddEstimate(d, m, a);
            e = Vector128.MultiplyAddEstimate(e, m, a); f = Vector128.MultiplyAddEstimate(f, m, a); g = Vector128.MultiplyAddEstimate(g, m, a);
            h = Vector128.MultiplyAddEstimate(h, m, a); i = Vector128.MultiplyAddEstimate(i, m, a); j = Vector128.MultiplyAddEstimate(j, m, a);
            k = Vector128.MultiplyAddEstimate(k, m, a); l = Vector128.MultiplyAddEstimate(l, m, a); n = Vector128.MultiplyAddEstimate(n, m, a);
        }
        Keep(Vector128.Sum(b + c + d + e + f + g + h + i + j + k + l + n));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(float value) => GC.KeepAlive(value);
}
