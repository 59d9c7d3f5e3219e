using System.Text.Json;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class OptimisationTests
{
    private static readonly JsonElement Golden = GoldenNumbers.Open("optimizers.json");

    public static TheoryData<string> Rules => [.. Golden.GetProperty("rules").EnumerateObject().Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void PathsAreTorchs(string name)
    {
        JsonElement rule = Golden.GetProperty("rules").GetProperty(name), options = rule.GetProperty("options");
        double[][] gradients = GoldenNumbers.Rows(Golden.GetProperty("gradients")), path = GoldenNumbers.Rows(rule.GetProperty("path"));
        double Option(string key, double otherwise) => options.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;
        double[] betas = options.TryGetProperty("betas", out JsonElement pair) ? GoldenNumbers.List(pair) : [0.9, 0.999];
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            double[] w = GoldenNumbers.List(Golden.GetProperty("start")), first = new double[w.Length], second = new double[w.Length];
            for (int step = 0; step < path.Length; step++)
            {
                if (name.StartsWith("sgd", StringComparison.Ordinal))
                {
                    table.SgdStep(new SgdSettings(Option("lr", 0), Option("momentum", 0), options.TryGetProperty("nesterov", out _), Option("weight_decay", 0)), w, gradients[step], first);
                }
                else
                {
                    bool decoupled = name.StartsWith("adamw", StringComparison.Ordinal);
                    table.AdamStep(
                        new AdamSettings(Option("lr", 1e-3), betas[0], betas[1], Option("eps", 1e-8), Option("weight_decay", decoupled ? 0.01 : 0), decoupled, step + 1),
                        1, w.Length, w, gradients[step], first, second);
                }
                Variants<double>.Close(path[step], w, 1e-12, 1e-14, $"{table.Name} {name} step {step + 1}");
            }
        }
    }

    [Fact]
    public void EveryShapeMatchesTheTwin()
    {
        foreach ((int rows, int columns) in new[] { (0, 5), (1, 1), (1, 257), (3, 33), (100, 784), (784, 40), (20_000, 3) })
        {
            int n = rows * columns;
            using Guarded<float> w = Variants<float>.Normal(1, n), g = Variants<float>.Normal(2, n), m = Variants<float>.Normal(3, n), v = Variants<float>.Normal(4, n, 0.1, 1);
            var adam = new AdamSettings(1e-2, WeightDecay: 0.1, Decoupled: rows % 2 == 1, Step: 3, GradientScale: 0.5);
            var sgd = new SgdSettings(1e-2, 0.9, Nesterov: rows % 2 == 1, 0.1, 0.5);
            using Guarded<float> w1 = Variants<float>.Copy(w.Span), m1 = Variants<float>.Copy(m.Span), v1 = Variants<float>.Copy(v.Span);
            Variants<float>.Scalar.AdamStep(adam, rows, columns, w1.Span, g.Span, m1.Span, v1.Span);
            Variants<float>.Scalar.SgdStep(sgd, w1.Span, g.Span, m1.Span);
            foreach (KernelTable<float> table in Variants<float>.Vector)
            {
                using Guarded<float> w2 = Variants<float>.Copy(w.Span), m2 = Variants<float>.Copy(m.Span), v2 = Variants<float>.Copy(v.Span);
                table.AdamStep(adam, rows, columns, w2.Span, g.Span, m2.Span, v2.Span);
                table.SgdStep(sgd, w2.Span, g.Span, m2.Span);
                Variants<float>.Close(w1.Span, w2.Span, 1e-6, 1e-6, $"{table.Name} {rows}x{columns} w");
                Variants<float>.Close(m1.Span, m2.Span, 1e-6, 1e-6, $"{table.Name} {rows}x{columns} m");
                Variants<float>.Close(v1.Span, v2.Span, 1e-6, 1e-6, $"{table.Name} {rows}x{columns} v");
            }
        }
    }

    [Fact]
    public void AStepFusedWithItsGradientGivesTheSameBits()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach ((int rows, int inputs, int outputs) in new[] { (1, 1, 1), (5, 3, 33), (100, 300, 210), (128, 400, 40), (30, 20, 400), (7, 500, 70), (300, 130, 9), (0, 3, 4) })
            {
                int n = inputs * outputs;
                using Guarded<float> x = Variants<float>.Normal(1, rows * inputs), dy = Variants<float>.Normal(2, rows * outputs), gradient = new(n);
                using Guarded<float> w1 = Variants<float>.Normal(3, n), w2 = Variants<float>.Copy(w1.Span), m1 = Variants<float>.Normal(4, n), m2 = Variants<float>.Copy(m1.Span);
                using Guarded<float> v1 = Variants<float>.Normal(5, n, 0.1, 1), v2 = Variants<float>.Copy(v1.Span);
                var settings = new AdamSettings(1e-2, WeightDecay: 0.1, Step: 2);
                table.LinearBackwardWeights(rows, inputs, outputs, x.Span, dy.Span, gradient.Span, [], accumulate: false);
                table.AdamStep(settings, inputs, outputs, w1.Span, gradient.Span, m1.Span, v1.Span);
                Assert.True(table.LinearBackwardAdam(settings, rows, inputs, outputs, x.Span, dy.Span, w2.Span, m2.Span, v2.Span));
                Assert.True(w1.Span.SequenceEqual(w2.Span) && m1.Span.SequenceEqual(m2.Span) && v1.Span.SequenceEqual(v2.Span), $"{table.Name} {rows}x{inputs}x{outputs}");
                if (n == 0 || rows == 0) continue;
                x.Span[^1] = float.NaN;
                Assert.False(table.LinearBackwardAdam(settings, rows, inputs, outputs, x.Span, dy.Span, w2.Span, m2.Span, v2.Span));
                Assert.True(table.AllFinite(w2.Span));
            }
        }
    }

    [Fact]
    public void MomentsOfWeightsThatNoLongerLearnBecomeZeroInEveryVariant()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            // 0.9 m and 0.999 v: the first two stay (just) above 1e-36, the others fall below it.
            float[] m = [2e-36f, -2e-36f, 1.1e-36f, -1.1e-36f, 1e-40f], v = [2e-36f, 1.1e-36f, 1e-36f, 0.9e-36f, 1e-41f], w = new float[5];
            table.AdamStep(new AdamSettings(1e-3, Step: 9), 1, 5, w, new float[5], m, v);
            Assert.Equal([true, true, false, false, false], m.Select(x => x != 0));
            Assert.Equal([true, true, false, false, false], v.Select(x => x != 0));
        }
    }

    [Fact]
    public void AdamsStepsCountFromOne() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelTable<float>.Current.AdamStep(new AdamSettings(1e-3, Step: 0), 1, 1, new float[1], new float[1], new float[1], new float[1]));
}
