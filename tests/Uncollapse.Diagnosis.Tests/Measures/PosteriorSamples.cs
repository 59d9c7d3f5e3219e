using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Measures;

/// <summary>Posteriors to measure.</summary>
internal static class PosteriorSamples
{
    /// <summary>Means N(centre, spread^2), log-variances N(logVariance, jitter^2), all independent.</summary>
    public static Posteriors Random(int examples, int units, ulong seed, double spread = 1, double logVariance = -1, double jitter = 0.5, double centre = 0)
    {
        double[] mean = new double[examples * units], logVariances = new double[examples * units];
        new Rng(seed).Fork("mean").FillNormal(mean);
        new Rng(seed).Fork("variance").FillNormal(logVariances);
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = centre + (spread * mean[i]);
            logVariances[i] = logVariance + (jitter * logVariances[i]);
        }

        return Posteriors.Create("test", examples, units, mean, logVariances);
    }

    /// <summary>Check 1 of the measures: x ~ N(0, 1) in each unit, q = N(a x, s^2).</summary>
    public static Posteriors Linear(int examples, int units, double a, double s, ulong seed) =>
        Random(examples, units, seed, a, 2 * Math.Log(s), 0);

    /// <summary>q = N(c, I) for every example.</summary>
    public static Posteriors Constant(int examples, int units, double c)
    {
        double[] mean = new double[examples * units];
        Array.Fill(mean, c);
        return Posteriors.Create("test", examples, units, mean, new double[examples * units]);
    }

    /// <summary>One code for each example.</summary>
    public static double[] Codes(Posteriors q, ulong seed)
    {
        double[] codes = new double[q.Examples * q.Units];
        new Rng(seed).FillNormal(codes);
        for (int i = 0; i < codes.Length; i++) codes[i] = q.Mean[i] + (Math.Exp(0.5 * q.LogVariance[i]) * codes[i]);
        return codes;
    }
}
