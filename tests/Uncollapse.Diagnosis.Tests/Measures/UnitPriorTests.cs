using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Priors;

namespace Uncollapse.Diagnosis.Tests.Measures;

public sealed class UnitPriorTests
{
    [Fact]
    public void One_component_is_the_closed_form()
    {
        var prior = new UnitPrior(new UnitMixture([1], [0.0, 2], [0.0, Math.Log(4)]), 2);
        Assert.Equal(Rate.Kl(0.3, -1), prior.Kl(0, 0.3, -1), 1e-12);
        // KL(N(m, v) || N(2, 4)) = 1/2 (log 4 - log v + (v + (m - 2)^2) / 4 - 1).
        Assert.Equal(0.5 * (Math.Log(4) + 1 + ((Math.Exp(-1) + (1.7 * 1.7)) / 4) - 1), prior.Kl(1, 0.3, -1), 1e-12);
        Assert.Equal(4, prior.Variance(1), 1e-12);
    }

    /// <summary>Against a trapezoid sum of 20,001 points over 12 deviations.</summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(-1.4, -4.0)]
    [InlineData(2.5, -1.0)]
    public void A_mixture_is_its_integral(double mean, double logVariance)
    {
        double[] weights = [0.5, 0.2, 0.3], means = [-1, 0.5, 2], logVariances = [-1, 0, -0.5];
        var prior = new UnitPrior(new UnitMixture(weights, means, logVariances), 1);
        double deviation = Math.Exp(0.5 * logVariance), step = 24 * deviation / 20_000, sum = 0;
        for (int i = 0; i <= 20_000; i++)
        {
            double z = mean + (deviation * -12) + (i * step), u = (z - mean) / deviation;
            double q = Math.Exp(-0.5 * u * u) / Math.Sqrt(2 * Math.PI) / deviation, p = 0;
            for (int k = 0; k < 3; k++) p += weights[k] * Math.Exp(-0.5 * (z - means[k]) * (z - means[k]) * Math.Exp(-logVariances[k])) / Math.Sqrt(2 * Math.PI * Math.Exp(logVariances[k]));
            if (q > 0) sum += step * q * Math.Log(q / p);
        }

        // The components are half as wide as the posterior at the least: 13 points are good to 1e-3.
        Assert.Equal(sum, prior.Kl(0, mean, logVariance), 1e-3);
        double centre = (0.5 * -1) + (0.2 * 0.5) + (0.3 * 2);
        Assert.Equal((0.5 * (Math.Exp(-1) + 1)) + (0.2 * 1.25) + (0.3 * (Math.Exp(-0.5) + 4)) - (centre * centre), prior.Variance(0), 1e-12);
    }
}
