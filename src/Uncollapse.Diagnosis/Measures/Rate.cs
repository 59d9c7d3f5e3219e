namespace Uncollapse.Diagnosis.Measures;

/// <summary>The rate R = E KL(q(z|x) || N(0, I)) in closed form, nats per example.</summary>
/// <param name="PerExample">sum_j KL_nj of each example.</param>
/// <param name="PerUnit">R_j = mean_n KL_nj of each unit; they add up to the total.</param>
public sealed record Rate(double[] PerExample, double[] PerUnit)
{
    /// <summary>R = sum_j R_j.</summary>
    public double Total => PerUnit.Sum();

    /// <summary>KL(N(mean, v) || N(0, 1)) = (mean^2 + v - 1 - log v) / 2 nats.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="logVariance">log v.</param>
    /// <remarks>v - 1 - log v is computed without cancellation at v near 1, where collapsed units live.</remarks>
    public static double Kl(double mean, double logVariance)
    {
        double excess = Math.Abs(logVariance) < 1e-3
            ? logVariance * logVariance * (0.5 + (logVariance * (1.0 / 6 + (logVariance * (1.0 / 24)))))
            : Math.Exp(logVariance) - 1 - logVariance;
        return 0.5 * ((mean * mean) + excess);
    }

    /// <summary>Measures the rate of every example and unit.</summary>
    /// <param name="posteriors">The posteriors.</param>
    public static Rate Measure(Posteriors posteriors)
    {
        ArgumentNullException.ThrowIfNull(posteriors);
        int units = posteriors.Units;
        double[] perExample = new double[posteriors.Examples], perUnit = new double[units];
        ReadOnlySpan<double> mean = posteriors.Mean, logVariance = posteriors.LogVariance;
        for (int n = 0; n < perExample.Length; n++)
        {
            for (int j = 0; j < units; j++)
            {
                double kl = Kl(mean[(n * units) + j], logVariance[(n * units) + j]);
                perExample[n] += kl;
                perUnit[j] += kl;
            }
        }

        for (int j = 0; j < units; j++) perUnit[j] /= perExample.Length;
        return new Rate(perExample, perUnit);
    }
}
