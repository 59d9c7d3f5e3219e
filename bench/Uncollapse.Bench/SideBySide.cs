using System.Text.Json.Nodes;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Memory;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Bench;

/// <summary>Our side of the comparison with peers/torch_peer.py: the same work, the same JSON, times in seconds.</summary>
internal static class SideBySide
{
    private static readonly (int Rows, int Inner, int Columns)[] Shapes = [(128, 784, 400), (512, 512, 512), (128, 400, 40), (128, 20, 400)];

    internal static JsonObject Measure()
    {
        var products = new JsonObject();
        foreach ((int rows, int inner, int columns) in Shapes) products[$"{rows}x{inner}x{columns}"] = Product(rows, inner, columns);
        using var step = new VaeStep();
        using var convolution = Convolution.Standard();
        using var lstm = new LstmPass();
        using var counts = new CountStep();
        return new JsonObject
        {
            ["width"] = KernelVariants.Width,
            ["threads"] = Workers.Count,
            ["fma_peak_gflops"] = FmaPeak.Measure(),
            ["gemm"] = products,
            ["step"] = step.Measure(4).Best,
            ["step_flops"] = VaeStep.Flops,
            ["convolution"] = convolution.Best(),
            ["information"] = Information(10_000, 32),
            ["lstm"] = Timing.Best(lstm.Run, 4),
            ["counts"] = counts.Best(),
        };
    }

    private static double Product(int rows, int inner, int columns)
    {
        using var left = new NativeBuffer<float>(rows * inner);
        using var right = new NativeBuffer<float>(inner * columns);
        using var result = new NativeBuffer<float>(rows * columns);
        new Rng(1).FillNormal(left.Span);
        new Rng(2).FillNormal(right.Span);
        KernelTable<float> table = KernelTable<float>.Current;
        return Timing.Best(() => table.Multiply(ProductKind.Plain, rows, columns, inner, left.Span, right.Span, result.Span));
    }

    /// <summary>log (1/M) sum_m q_m(z_n) for every n: the whole cost of a mutual information but for the closed-form rate.</summary>
    private static double Information(int examples, int units)
    {
        float[] mean = new float[examples * units], logVariance = new float[examples * units], noise = new float[examples * units];
        new Rng(3).FillNormal(mean);
        new Rng(4).FillNormal(logVariance);
        new Rng(5).FillNormal(noise);
        for (int i = 0; i < logVariance.Length; i++) logVariance[i] = (0.3f * logVariance[i]) - 2;
        double[] codes = [.. noise.Select((value, i) => mean[i] + (Math.Exp(0.5 * logVariance[i]) * value))];
        var posteriors = Posteriors.Create("bench", examples, units, mean, logVariance);
        int[] own = [.. Enumerable.Range(0, examples)];
        double[] results = new double[examples];
        return Timing.Best(() => new AggregateDensity(posteriors).LogSums(codes, own, results), 2);
    }
}
