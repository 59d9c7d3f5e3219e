using System.Numerics;
using System.Text.Json;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Likelihoods of counts: 60-digit values, masses that sum to one, limits, every width against the twin, and threads.</summary>
public sealed class CountTests
{
    private static readonly JsonElement Golden = GoldenNumbers.Open("count-masses.json");

    public static TheoryData<CountFamily> Families => [.. Enum.GetValues<CountFamily>()];

    [Fact]
    public void NegativeBinomialsAreThoseOfSixtyDigits()
    {
        double[][] points = GoldenNumbers.Rows(Golden.GetProperty("points"));
        double[] Column(int i) => [.. points.Select(p => p[i])];
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            foreach (bool inflated in new[] { false, true })
            {
                // One output has all the share: its mean is the size, its dispersion its own.
                var shape = new CountShape(inflated ? CountFamily.ZeroInflatedNegativeBinomial : CountFamily.NegativeBinomial, points.Length, 1, VarianceShape.Full);
                var run = Run<double>.Of(table, shape, new double[points.Length], Column(2), Column(0), Column(1), inflated ? Column(3) : [], []);
                int first = inflated ? 7 : 4;
                double[] order = [.. points.Select(p => p[2] + Math.Exp(p[0]))];
                Close(Column(first), run.Value, 1e-12, table.Name, order);
                Close(Column(first + 1), run.DSizes, 1e-12, table.Name, order);
                Close(Column(first + 2), run.DTheta, 1e-12, table.Name, order);
                if (inflated) Close(Column(10), run.DZeros, 1e-12, table.Name);
            }
        }
    }

    [Fact]
    public void SinglePrecisionStaysCloseAtEveryDispersion()
    {
        double[][] points = GoldenNumbers.Rows(Golden.GetProperty("points"));
        float[] Column(int i) => [.. points.Select(p => (float)p[i])];
        foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast))
        {
            var shape = new CountShape(CountFamily.ZeroInflatedNegativeBinomial, points.Length, 1, VarianceShape.Full);
            var run = Run<float>.Of(table, shape, new float[points.Length], Column(2), Column(0), Column(1), Column(3), []);
            for (int i = 0; i < points.Length; i++)
            {
                double scale = 1 + Math.Abs(points[i][7]) + points[i][2] + Math.Exp(points[i][0]);
                double[] found = [run.Value[i], run.DSizes[i], run.DTheta[i], run.DZeros[i]];
                for (int j = 0; j < found.Length; j++)
                    Assert.True(Math.Abs(found[j] - points[i][7 + j]) <= 1e-5 * scale, $"{table.Name}, {string.Join(' ', points[i])}: result {j} is {found[j]}");
            }
        }
    }

    [Fact]
    public void DirichletMultinomialsAreThoseOfSixtyDigits()
    {
        foreach (double[] point in GoldenNumbers.Rows(Golden.GetProperty("dirichlet")))
        {
            foreach (KernelTable<double> table in KernelVariants.All<double>())
            {
                var run = Run<double>.Of(
                    table, new CountShape(CountFamily.DirichletMultinomial, 1, 2, VarianceShape.Scalar), [Math.Log(point[1]), Math.Log(point[2])], point.AsSpan(3, 2), [], point.AsSpan(0, 1), [], []);
                Close([point[5]], run.Value, 1e-11, table.Name);
                Close([point[6]], run.DTheta, 1e-9, table.Name);
            }
        }
    }

    [Theory]
    [InlineData(CountFamily.Poisson, 1e-3, 1)]
    [InlineData(CountFamily.Poisson, 60, 1)]
    [InlineData(CountFamily.NegativeBinomial, 1e-3, 0.05)]
    [InlineData(CountFamily.NegativeBinomial, 20, 0.05)]
    [InlineData(CountFamily.NegativeBinomial, 20, 3)]
    [InlineData(CountFamily.NegativeBinomial, 60, 1e9)]
    [InlineData(CountFamily.ZeroInflatedNegativeBinomial, 20, 0.5)]
    public void TheMassOfAllCountsIsOne(CountFamily family, double mean, double theta)
    {
        // 40,000 counts are hundreds of standard deviations, or forty decay lengths of the widest tail here.
        double[] counts = [.. Enumerable.Range(0, 40_000).Select(x => (double)x)];
        int rows = counts.Length;
        double[] All(double value) => [.. Enumerable.Repeat(value, rows)];
        var shape = new CountShape(family, rows, 1, VarianceShape.Full);
        foreach (KernelTable<double> table in Variants<double>.Vector.Where(Variants<double>.Fast))
        {
            var run = Run<double>.Of(table, shape, new double[rows], counts, All(Math.Log(mean)), shape.HasTheta ? All(Math.Log(theta)) : [], shape.HasZeros ? All(-0.7) : [], []);
            double mass = 0, first = 0;
            for (int x = 0; x < rows; x++)
            {
                mass += Math.Exp(run.Value[x]);
                first += x * Math.Exp(run.Value[x]);
            }
            Assert.Equal(1, mass, 1e-9);
            Assert.Equal(shape.HasZeros ? mean / (1 + Math.Exp(-0.7)) : mean, first, 1e-7 * mean);
        }
    }

    [Theory]
    [InlineData(CountFamily.Multinomial, 1)]
    [InlineData(CountFamily.DirichletMultinomial, 0.01)]
    [InlineData(CountFamily.DirichletMultinomial, 7)]
    [InlineData(CountFamily.DirichletMultinomial, 1e12)]
    public void TheMassOfAllWaysToShareATotalIsOne(CountFamily family, double theta)
    {
        const int total = 30;
        (int A, int B)[] ways = [.. Enumerable.Range(0, total + 1).SelectMany(a => Enumerable.Range(0, total + 1 - a).Select(b => (a, b)))];
        double[] counts = [.. ways.SelectMany(w => new double[] { w.A, w.B, total - w.A - w.B })], logits = [.. ways.SelectMany(_ => new[] { 0.3, -1.2, 2 })];
        var shape = new CountShape(family, ways.Length, 3, VarianceShape.Scalar);
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            var run = Run<double>.Of(table, shape, logits, counts, [], shape.HasTheta ? [Math.Log(theta)] : [], [], []);
            Assert.Equal(1, run.Value.Sum(Math.Exp), 1e-10);
        }
    }

    [Fact]
    public void LargeDispersionsGiveThePoissonAndTheMultinomial()
    {
        double[] logits = [0.5, -2, 1], counts = [3, 0, 40], size = [Math.Log(50)];
        foreach (KernelTable<double> table in KernelVariants.All<double>())
        {
            double Value(CountFamily family, double[] sizes, double[] theta) =>
                Run<double>.Of(table, new CountShape(family, 1, 3, theta.Length == 1 ? VarianceShape.Scalar : VarianceShape.PerColumn), logits, counts, sizes, theta, [], []).Value[0];
            Assert.Equal(Value(CountFamily.Poisson, size, []), Value(CountFamily.NegativeBinomial, size, [30, 50, 700]), 1e-9);
            Assert.Equal(Value(CountFamily.Multinomial, [], []), Value(CountFamily.DirichletMultinomial, [], [35]), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void WidthsMatchTheTwin(CountFamily family)
    {
        Match<float>(family, 5e-5);
        Match<double>(family, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void FarLogitsAndEmptyRowsStayFinite(CountFamily family)
    {
        var shape = new CountShape(family, 2, 20, family == CountFamily.DirichletMultinomial ? VarianceShape.Scalar : VarianceShape.PerColumn);
        float[] logits = new float[40], counts = new float[40], theta = new float[shape.ThetaCount];
        logits[3] = 3e4f;
        counts[3] = 1e6f;
        theta.AsSpan().Fill(-100);
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            var run = Run<float>.Of(table, shape, logits, counts, shape.HasSize ? [13.8f, float.NegativeInfinity] : [], theta, new float[shape.HasZeros ? 40 : 0], []);
            Assert.Equal(0, run.Value[1]);
            Assert.All([.. run.Value, .. run.DLogits, .. run.DSizes, .. run.DTheta, .. run.DZeros], value => Assert.True(float.IsFinite(value), table.Name));
        }
    }

    [Fact]
    public void WhatIsNoCountIsRefused()
    {
        var shape = new CountShape(CountFamily.Poisson, 3, 5, VarianceShape.Scalar);
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            foreach (float strange in new[] { 0.5f, -1, float.NaN, float.PositiveInfinity })
            {
                float[] counts = new float[15];
                counts[11] = strange;
                var error = Assert.Throws<ShapeException>(() => Run<float>.Of(table, shape, new float[15], counts, new float[3], [], [], []));
                Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void TheNumberOfThreadsChangesNothing(CountFamily family)
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[][] one = Some<float>(KernelTable<float>.Current, family, 70, 333, VarianceShape.PerColumn).All;
            Workers.Count = 3;
            Assert.Equal(one, Some<float>(KernelTable<float>.Current, family, 70, 333, VarianceShape.PerColumn).All);
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static void Match<T>(CountFamily family, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach (VarianceShape theta in new[] { VarianceShape.PerColumn, VarianceShape.Full })
            {
                foreach ((int rows, int columns) in new[] { (1, 1), (3, 7), (20, 33), (5, 16), (2, 1031), (0, 4) })
                {
                    T[][] expected = Some<T>(Variants<T>.Scalar, family, rows, columns, theta).All, actual = Some<T>(table, family, rows, columns, theta).All;
                    for (int i = 0; i < expected.Length; i++)
                        Variants<T>.Close(expected[i], actual[i], tolerance, tolerance, $"{table.Name} {family} {theta} {rows}x{columns}, result {i}");
                }
            }
        }
    }

    private static Run<T> Some<T>(KernelTable<T> table, CountFamily family, int rows, int columns, VarianceShape theta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = new CountShape(family, rows, columns, family == CountFamily.DirichletMultinomial ? VarianceShape.Scalar : theta);
        int all = rows * columns;
        using Guarded<T> logits = Variants<T>.Normal(1, all, 2), sizes = Variants<T>.Normal(2, shape.HasSize ? rows : 0, 0.5, Math.Log(2 * columns));
        using Guarded<T> thetas = Variants<T>.Normal(3, (int)shape.ThetaCount), zeros = Variants<T>.Normal(4, shape.HasZeros ? all : 0), weights = Variants<T>.Normal(5, rows), draws = Variants<T>.Normal(6, all, 4);
        using var counts = new Guarded<T>(all);
        for (int i = 0; i < all; i++) counts.Span[i] = T.Max(T.Zero, T.Truncate(draws.Span[i] * (i % 11 == 0 ? T.CreateChecked(30) : T.One)));
        return Run<T>.Of(table, shape, logits.Span, counts.Span, sizes.Span, thetas.Span, zeros.Span, weights.Span);
    }

    private static void Close(double[] expected, double[] actual, double tolerance, string what, double[]? order = null)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            // Small results are differences of numbers of the count's and the mean's order times its logarithm.
            double scale = 1 + Math.Abs(expected[i]) + (10 * (order?[i] ?? 0));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{what}, point {i}: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    /// <summary>All results of one call.</summary>
    private sealed record Run<T>(T[] Value, T[] DLogits, T[] DSizes, T[] DTheta, T[] DZeros)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T[][] All => [Value, DLogits, DSizes, DTheta, DZeros];

        public static Run<T> Of(
            KernelTable<T> table, CountShape shape, ReadOnlySpan<T> logits, ReadOnlySpan<T> counts, ReadOnlySpan<T> sizes, ReadOnlySpan<T> theta, ReadOnlySpan<T> zeros, ReadOnlySpan<T> weights)
        {
            using Guarded<T> value = new(shape.Rows), dLogits = new(logits.Length), dSizes = new(sizes.Length), dTheta = new((int)shape.ThetaCount), dZeros = new(zeros.Length);
            table.CountLogLikelihood(shape, logits, counts, sizes, theta, zeros, weights, value.Span, dLogits.Span, dSizes.Span, dTheta.Span, dZeros.Span);
            return new Run<T>(value.Span.ToArray(), dLogits.Span.ToArray(), dSizes.Span.ToArray(), dTheta.Span.ToArray(), dZeros.Span.ToArray());
        }
    }
}
