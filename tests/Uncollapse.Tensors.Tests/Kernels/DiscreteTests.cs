using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Tokens and levels: every width against the twin, masses that sum to one, large logits, and threads.</summary>
public sealed class DiscreteTests
{
    [Fact]
    public void CategoricalMatchesTheTwin()
    {
        Categorical<float>(2e-5);
        Categorical<double>(1e-12);
    }

    [Fact]
    public void LargeLogitsNeitherOverflowNorVanish()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] logits = new float[40], value = new float[2], gradient = new float[40];
            logits[3] = 3e4f;
            logits[23] = -3e4f;
            table.CategoricalLogLikelihood(2, 1, 20, logits, [3, 3], [], value, gradient);
            Assert.Equal(0, value[0], 1e-6);
            Assert.Equal(-3e4 - Math.Log(19), value[1], 4e-3);
            Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
            Assert.Equal(1, gradient[23], 1e-6);
            Assert.Equal(-1.0 / 19, gradient[20], 1e-6);
        }
    }

    [Fact]
    public void ScatteredRowsMatchTheTwinAndTheGather()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector)
        {
            foreach ((int rows, int columns, int count) in new[] { (1, 1, 3), (7, 5, 20), (300, 33, 90), (2000, 70, 11), (4, 3, 0) })
            {
                int[] indices = [.. Enumerable.Range(0, count).Select(i => i * i * 7 % rows)];
                using Guarded<float> source = Variants<float>.Normal(1, count * columns), start = Variants<float>.Normal(2, rows * columns);
                foreach (bool accumulate in new[] { false, true })
                {
                    using Guarded<float> expected = Variants<float>.Copy(start.Span), actual = Variants<float>.Copy(start.Span);
                    Variants<float>.Scalar.ScatterRows(rows, columns, source.Span, indices, expected.Span, accumulate);
                    table.ScatterRows(rows, columns, source.Span, indices, actual.Span, accumulate);
                    Variants<float>.Close(expected.Span, actual.Span, 1e-5, 1e-5, $"{table.Name} {rows}x{columns}");
                }
            }
        }
    }

    [Fact]
    public void LogisticMixturesMatchTheTwin()
    {
        Logistics<float>(1e-4);
        Logistics<double>(1e-11);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(1, 8.0)]
    [InlineData(3, 1.0)]
    public void TheMassOfAllLevelsIsOne(int channels, double spread)
    {
        // The sum over the last channel's 256 levels given the others, the others' own masses divided out by the sum's own first channels.
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            var shape = new LogisticMixtureShape(256, 1, channels, 4);
            double[] one = new double[shape.Parameters], parameters = new double[256 * shape.Parameters], levels = new double[256 * channels], value = new double[256];
            new Rng(9).FillNormal(one);
            for (int i = 0; i < 256; i++)
            {
                for (int j = 0; j < one.Length; j++) parameters[(i * one.Length) + j] = spread * one[j];
                levels[i * channels] = i;
            }
            if (channels == 1)
            {
                table.LogisticMixtureLogLikelihood(shape, parameters, levels, [], value, []);
                Assert.Equal(1, value.Sum(Math.Exp), 1e-10);
                continue;
            }
            double total = 0;
            for (int green = 0; green < 256; green += 15)
            {
                for (int i = 0; i < 256; i++) (levels[i * 3], levels[(i * 3) + 1], levels[(i * 3) + 2]) = (40, green, i);
                table.LogisticMixtureLogLikelihood(shape, parameters, levels, [], value, []);
                double mass = value.Sum(Math.Exp);
                Assert.InRange(mass, double.Epsilon, 1);
                total += mass;
                Assert.Equal(Pair(table, one, spread, 40, green), mass, 1e-10);
            }
            Assert.InRange(total, 0, 1);
        }
    }

    [Fact]
    public void NarrowAndFarLogisticsStayFinite()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] parameters = [0, 0, 30, -30, -40, 3], gradient = new float[6], value = new float[1];
            for (int level = 0; level < 256; level += 51)
            {
                table.LogisticMixtureLogLikelihood(new LogisticMixtureShape(1, 1, 1, 2), parameters, [level], [], value, gradient);
                Assert.True(float.IsFinite(value[0]));
                Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
                Assert.Equal(0, gradient[4]);
            }
        }
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[][] one = Everything();
            Workers.Count = 3;
            Assert.Equal(one, Everything());
        }
        finally
        {
            Workers.Count = before;
        }
    }

    /// <summary>p(red, green), from mixtures of two-channel masses: the definition, in double.</summary>
    private static double Pair(KernelTable<double> table, double[] one, double spread, int red, int green)
    {
        double mass = 0, weights = 0;
        for (int k = 0; k < 4; k++)
        {
            double weight = Math.Exp(spread * one[k]), shift = Math.Tanh(spread * one[28 + k]) * ((red / 127.5) - 1);
            double[] first = [0, spread * one[4 + k], spread * one[8 + k]], second = [0, (spread * one[12 + k]) + shift, spread * one[16 + k]], value = new double[1];
            table.LogisticMixtureLogLikelihood(new LogisticMixtureShape(1, 1, 1, 1), first, [red], [], value, []);
            double log = value[0];
            table.LogisticMixtureLogLikelihood(new LogisticMixtureShape(1, 1, 1, 1), second, [green], [], value, []);
            mass += weight * Math.Exp(log + value[0]);
            weights += weight;
        }
        return mass / weights;
    }

    private static float[][] Everything()
    {
        KernelTable<float> table = KernelTable<float>.Current;
        int[] indices = [.. Enumerable.Range(0, 500).Select(i => i * i % 97)];
        float[] scattered = new float[97 * 300];
        using Guarded<float> source = Variants<float>.Normal(1, 500 * 300);
        table.ScatterRows(97, 300, source.Span, indices, scattered);
        return [scattered, .. RunCategorical(table, 20, 5, 300), .. RunLogistics(table, new LogisticMixtureShape(5, 100, 3, 4))];
    }

    private static void Categorical<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach ((int examples, int positions, int classes) in new[] { (1, 1, 1), (2, 3, 7), (5, 1, 16), (3, 4, 33), (2, 2, 1031), (0, 2, 3), (2, 0, 3) })
            {
                T[][] expected = RunCategorical(Variants<T>.Scalar, examples, positions, classes), actual = RunCategorical(table, examples, positions, classes);
                for (int i = 0; i < 2; i++) Variants<T>.Close(expected[i], actual[i], tolerance, tolerance / 10, $"{table.Name} {examples}x{positions}x{classes}, result {i}");
            }
        }
    }

    private static T[][] RunCategorical<T>(KernelTable<T> table, int examples, int positions, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = examples * positions;
        int[] targets = [.. Enumerable.Range(0, rows).Select(i => i % 5 == 3 ? -1 : i * 31 % classes)];
        using Guarded<T> logits = Variants<T>.Normal(1, rows * classes, 3), weights = Variants<T>.Normal(2, examples), value = new(examples), gradient = new(rows * classes);
        table.CategoricalLogLikelihood(examples, positions, classes, logits.Span, targets, weights.Span, value.Span, gradient.Span);
        return [value.Span.ToArray(), gradient.Span.ToArray()];
    }

    private static void Logistics<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach (LogisticMixtureShape shape in new LogisticMixtureShape[] { new(1, 1, 1, 1), new(2, 37, 1, 5), new(3, 21, 3, 10), new(1, 200, 3, 1), new(0, 3, 1, 2) })
            {
                T[][] expected = RunLogistics(Variants<T>.Scalar, shape), actual = RunLogistics(table, shape);
                for (int i = 0; i < 2; i++) Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {shape}, result {i}");
            }
        }
    }

    private static T[][] RunLogistics<T>(KernelTable<T> table, LogisticMixtureShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = shape.Examples * shape.Positions;
        using Guarded<T> parameters = Variants<T>.Normal(1, rows * shape.Parameters), levels = new(rows * shape.Channels), weights = Variants<T>.Normal(2, shape.Examples);
        for (int i = 0; i < levels.Span.Length; i++) levels.Span[i] = T.CreateChecked(i % 4 == 0 ? 255 * (i / 4 % 2) : i * 37 % 256);
        using Guarded<T> value = new(shape.Examples), gradient = new(rows * shape.Parameters);
        table.LogisticMixtureLogLikelihood(shape, parameters.Span, levels.Span, weights.Span, value.Span, gradient.Span);
        return [value.Span.ToArray(), gradient.Span.ToArray()];
    }
}
