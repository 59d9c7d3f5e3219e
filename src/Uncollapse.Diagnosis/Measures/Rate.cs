namespace Uncollapse.Diagnosis.Measures;

/// <summary>The rate R = E KL(q(z|x) || N(0, I)) in closed form, nats per example.</summary>
/// <param name="PerExample">sum_j KL_nj of each example.</param>
/// <param name="PerUnit">R_j = mean_n KL_nj of each unit; they add up to the total.</param>
public sealed record Rate(double[] PerExample, double[] PerUnit)
{
    private const int TileRows = 256;

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

    /// <summary>Measures the rate of every example and unit against the standard normal.</summary>
    /// <param name="posteriors">The posteriors.</param>
    public static Rate Measure(Posteriors posteriors)
    {
        ArgumentNullException.ThrowIfNull(posteriors);
        return Measure(posteriors, UnitPrior.Standard(posteriors.Units));
    }

    /// <summary>Measures the rate of every example and unit against a prior's marginals. The sum over units is the rate where the prior's units and the
    /// posteriors' are independent.</summary>
    /// <param name="posteriors">The posteriors.</param>
    /// <param name="prior">What units are compared with.</param>
    public static Rate Measure(Posteriors posteriors, UnitPrior prior)
    {
        ArgumentNullException.ThrowIfNull(posteriors);
        ArgumentNullException.ThrowIfNull(prior);
        int units = posteriors.Units;
        double[] perExample = new double[posteriors.Examples], perUnit = new double[units];
        double[] all = new double[perExample.Length * units];
        Tiles.Run((perExample.Length + TileRows - 1) / TileRows, tile =>
        {
            ReadOnlySpan<double> mean = posteriors.Mean, logVariance = posteriors.LogVariance;
            for (int i = tile * TileRows * units; i < Math.Min(all.Length, (tile + 1) * TileRows * units); i++) all[i] = prior.Kl(i % units, mean[i], logVariance[i]);
        });
        for (int i = 0; i < all.Length; i++)
        {
            perExample[i / units] += all[i];
            perUnit[i % units] += all[i];
        }

        for (int j = 0; j < units; j++) perUnit[j] /= perExample.Length;
        return new Rate(perExample, perUnit);
    }
}
