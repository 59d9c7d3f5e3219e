using System.Numerics;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Tensors.Tests.Kernels;

/// <summary>The variational pieces: vectors against the twin, here; the twin against other programs in <see cref="VariationalGoldenTests"/>.</summary>
public sealed class VariationalTests
{
    private static readonly (int Rows, int Columns)[] Shapes = [(0, 4), (1, 1), (3, 20), (5, 33), (128, 20), (7, 784), (2, 257)];

    [Fact]
    public void SinglePrecisionMatchesTheTwin()
    {
        Latent<float>();
        Likelihoods<float>();
    }

    [Fact]
    public void DoubleMatchesTheTwin()
    {
        Latent<double>();
        Likelihoods<double>();
    }

    [Fact]
    public void AGradientMayOverwriteItsInput()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            using Guarded<float> x = Variants<float>.Normal(1, 150), t = Variants<float>.Normal(2, 150), v = Variants<float>.Normal(3, 50);
            float[] separate = new float[150], row = new float[3], dv = new float[50], dv2 = new float[50];
            table.GaussianLogLikelihood(3, 50, x.Span, t.Span, VarianceShape.PerColumn, v.Span, [], row, separate, dv);
            table.GaussianLogLikelihood(3, 50, x.Span, t.Span, VarianceShape.PerColumn, v.Span, [], row, x.Span, dv2);
            Assert.Equal(separate, x.Span.ToArray());
            Assert.Equal(dv, dv2);
            table.BernoulliLogLikelihood(3, 50, x.Span, t.Span, [], row, separate);
            table.BernoulliLogLikelihood(3, 50, x.Span, t.Span, [], row, x.Span);
            Assert.Equal(separate, x.Span.ToArray());
        }
    }

    [Fact]
    public void ExtremeLogitsStayFinite()
    {
        float[] logits = [-1e4f, -100, -30, 0, 1e-20f, 1e-5f, -1e-3f, 1e-3f, 0.9999f, 1.0001f, 30, 100, 1e4f], targets = [0, 1, 0.5f, 1, 0, 1, 0, 1, 0.25f, 0.75f, 1, 0, 1];
        foreach (KernelTable<float> table in KernelVariants.All<float>())
        {
            float[] row = new float[logits.Length], gradient = new float[logits.Length], exact = new float[logits.Length], exactGradient = new float[logits.Length];
            foreach (bool continuous in new[] { false, true })
            {
                if (continuous)
                {
                    table.ContinuousBernoulliLogLikelihood(logits.Length, 1, logits, targets, [], row, gradient);
                    Variants<float>.Scalar.ContinuousBernoulliLogLikelihood(logits.Length, 1, logits, targets, [], exact, exactGradient);
                }
                else
                {
                    table.BernoulliLogLikelihood(logits.Length, 1, logits, targets, [], row, gradient);
                    Variants<float>.Scalar.BernoulliLogLikelihood(logits.Length, 1, logits, targets, [], exact, exactGradient);
                }
                Assert.All(row, v => Assert.True(float.IsFinite(v)));
                Variants<float>.Close(exact, row, 1e-6, 2e-7, $"{table.Name} continuous {continuous}");
                Variants<float>.Close(exactGradient, gradient, 1e-6, 4e-7, $"{table.Name} continuous {continuous} gradient");
            }
        }
    }

    private static void Latent<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int rows, int units) in Shapes)
        {
            foreach (int stride in new[] { units, (2 * units) + 1 })
            {
                int extent = rows == 0 ? 0 : ((rows - 1) * stride) + units;
                using Guarded<T> mean = Variants<T>.Normal(1, extent), logVariance = Variants<T>.Normal(2, extent), noise = Variants<T>.Normal(3, rows * units);
                using Guarded<T> dz = Variants<T>.Normal(4, rows * units), rowWeights = Variants<T>.Normal(5, rows), unitWeights = Variants<T>.Normal(6, units);
                using Guarded<T> start = Variants<T>.Normal(7, extent);
                foreach (KernelTable<T> table in Variants<T>.Vector)
                {
                    double tolerance = Variants<T>.Unit * 64;
                    void Compare(string name, int length, Action<KernelTable<T>, T[]> run)
                    {
                        T[] expected = new T[length], actual = new T[length];
                        start.Span[..Math.Min(length, extent)].CopyTo(expected);
                        expected.CopyTo(actual, 0);
                        run(Variants<T>.Scalar, expected);
                        run(table, actual);
                        Variants<T>.Close(expected, actual, tolerance, tolerance * (1 + Math.Sqrt(units)), $"{table.Name} {name} {rows}x{units}/{stride}");
                    }

                    Compare("sample", rows * units, (t, to) => t.Reparameterise(rows, units, mean.Span, logVariance.Span, stride, noise.Span, to));
                    Compare("divergence of rows", rows, (t, to) => t.GaussianKl(rows, units, mean.Span, logVariance.Span, stride, to, []));
                    Compare("divergence of units", units, (t, to) => t.GaussianKl(rows, units, mean.Span, logVariance.Span, stride, [], to));
                    foreach (bool accumulate in new[] { false, true })
                    {
                        Compare("sample to mean", extent, (t, to) => t.ReparameteriseBackward(rows, units, logVariance.Span, stride, noise.Span, dz.Span, to, new T[extent], accumulate));
                        Compare("sample to variance", extent, (t, to) => t.ReparameteriseBackward(rows, units, logVariance.Span, stride, noise.Span, dz.Span, new T[extent], to, accumulate));
                        Compare("divergence to mean", extent, (t, to) => t.GaussianKlBackward(rows, units, mean.Span, logVariance.Span, stride, rowWeights.Span, [], to, new T[extent], accumulate));
                        Compare("divergence to variance", extent, (t, to) => t.GaussianKlBackward(rows, units, mean.Span, logVariance.Span, stride, rowWeights.Span, unitWeights.Span, new T[extent], to, accumulate));
                        Compare("divergence, no weights", extent, (t, to) => t.GaussianKlBackward(rows, units, mean.Span, logVariance.Span, stride, [], [], new T[extent], to, accumulate));
                    }
                }
            }
        }
    }

    private static void Likelihoods<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int rows, int columns) in Shapes)
        {
            int n = rows * columns;
            using Guarded<T> parameters = Variants<T>.Normal(1, n, 3), targets = Variants<T>.Normal(2, n, 0.3, 0.5), weights = Variants<T>.Normal(3, rows), variances = Variants<T>.Normal(4, Math.Max(columns, n));
            foreach (KernelTable<T> table in Variants<T>.Vector)
            {
                double tolerance = Variants<T>.Unit * 128;
                foreach (bool weighted in new[] { false, true })
                {
                    void Compare(string name, int varianceLength, Action<KernelTable<T>, T[], T[], T[]> run)
                    {
                        T[] row1 = new T[rows], gradient1 = new T[n], variance1 = new T[varianceLength], row2 = new T[rows], gradient2 = new T[n], variance2 = new T[varianceLength];
                        run(Variants<T>.Scalar, row1, gradient1, variance1);
                        run(table, row2, gradient2, variance2);
                        string what = $"{table.Name} {name} {rows}x{columns}";
                        Variants<T>.Close(row1, row2, tolerance, tolerance * (1 + Math.Sqrt(columns)), what);
                        Variants<T>.Close(gradient1, gradient2, tolerance, tolerance, what + " gradient");
                        Variants<T>.Close(variance1, variance2, tolerance, tolerance * (10 + n), what + " variance");
                    }

                    Compare("bernoulli", 0, (t, row, g, _) => t.BernoulliLogLikelihood(rows, columns, parameters.Span, targets.Span, weighted ? weights.Span : [], row, g));
                    Compare("continuous", 0, (t, row, g, _) => t.ContinuousBernoulliLogLikelihood(rows, columns, parameters.Span, targets.Span, weighted ? weights.Span : [], row, g));
                    Compare("bernoulli, value alone", 0, (t, row, _, _) => t.BernoulliLogLikelihood(rows, columns, parameters.Span, targets.Span, [], row, []));
                    foreach (VarianceShape shape in Enum.GetValues<VarianceShape>())
                    {
                        int length = shape switch { VarianceShape.Scalar => 1, VarianceShape.PerColumn => columns, _ => n };
                        Compare($"gaussian {shape}", length, (t, row, g, v) => t.GaussianLogLikelihood(rows, columns, parameters.Span, targets.Span, shape, variances.Span, weighted ? weights.Span : [], row, g, v));
                        Compare($"gaussian {shape}, value alone", 0, (t, row, _, _) => t.GaussianLogLikelihood(rows, columns, parameters.Span, targets.Span, shape, variances.Span, [], row, [], []));
                    }
                }
            }
        }
    }
}
