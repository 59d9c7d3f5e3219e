using System.Numerics;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>Log-sums over mixtures; the twin is the double loop of the definition.</summary>
public sealed class MixtureTests
{
    private static readonly (int Points, int Components, int Units)[] Shapes =
        [(1, 1, 1), (1, 2, 3), (7, 31, 1), (8, 32, 2), (9, 33, 5), (130, 517, 3), (300, 1100, 32), (17, 600, 65), (5, 40, 700)];

    [Fact]
    public void EveryWidthMatchesTheTwinInSinglePrecision() => Check<float>(2e-5);

    [Fact]
    public void EveryWidthMatchesTheTwinInDouble() => Check<double>(1e-12);

    [Fact]
    public void TermsFarApartNeitherOverflowNorVanish()
    {
        foreach (KernelTable<float> table in Variants<float>.Vector.Where(Variants<float>.Fast))
        {
            // Components at 0, 1, ..., 999 of deviation 0.01: all but the nearest are hundreds to billions of nats away.
            float[] inverse = new float[1000], scaled = new float[1000], weights = new float[1000];
            for (int m = 0; m < 1000; m++)
            {
                inverse[m] = 100;
                scaled[m] = 100 * m;
                weights[m] = 700 - m;
            }

            double[] results = new double[3];
            table.GaussianLogSums(3, 1000, 1, [0, 500, 999.25f], inverse, scaled, weights, [-1, 500, -1], results);
            Assert.Equal(700, results[0], 1e-3);
            Assert.Equal(700 - 499 - 5000 + Math.Log(1 + Math.Exp(-2)), results[1], 1e-2);
            Assert.Equal(700 - 999 - 312.5, results[2], 1e-2);
        }
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            double[] one = Results<float>(KernelTable<float>.Current, 700, 900, 7);
            Workers.Count = 2;
            Assert.Equal(one, Results<float>(KernelTable<float>.Current, 700, 900, 7));
            Workers.Count = 5;
            Assert.Equal(one, Results<float>(KernelTable<float>.Current, 700, 900, 7));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static void Check<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (KernelTable<T> table in Variants<T>.Vector.Where(Variants<T>.Fast))
        {
            foreach ((int points, int components, int units) in Shapes)
            {
                double[] expected = Results(Variants<T>.Scalar, points, components, units), actual = Results(table, points, components, units);
                for (int p = 0; p < points; p++)
                {
                    if (components == 1 && p % 3 == 1) continue; // nothing is left of the mixture
                    Assert.Equal(expected[p], actual[p], tolerance * Math.Max(1, Math.Abs(expected[p]) / 10));
                }
            }
        }
    }

    private static double[] Results<T>(KernelTable<T> table, int points, int components, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Guarded<T> codes = Variants<T>.Normal(1, points * units), inverse = Variants<T>.Normal(2, components * units, 0.1, 1);
        using Guarded<T> scaled = Variants<T>.Normal(3, components * units), weights = Variants<T>.Normal(4, components);
        int[] excluded = new int[points];
        for (int p = 0; p < points; p++) excluded[p] = p % 3 == 1 ? p % components : -1;
        double[] results = new double[points];
        table.GaussianLogSums(points, components, units, codes.Span, inverse.Span, scaled.Span, weights.Span, excluded, results);
        return results;
    }
}
