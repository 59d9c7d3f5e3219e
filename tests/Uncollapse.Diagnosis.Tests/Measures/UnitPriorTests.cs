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

    /// <summary>Against a trapezoid sum of 400,001 points over 12 deviations.</summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(-1.4, -4.0)]
    [InlineData(2.5, -1.0)]
    public void A_mixture_is_its_integral(double mean, double logVariance)
    {
        double[] weights = [0.5, 0.2, 0.3], means = [-1, 0.5, 2], logVariances = [-1, 0, -0.5];
        var prior = new UnitPrior(new UnitMixture(weights, means, logVariances), 1);
        Assert.Equal(Integral(weights, means, logVariances, mean, logVariance), prior.Kl(0, mean, logVariance), 1e-5);
        double centre = (0.5 * -1) + (0.2 * 0.5) + (0.3 * 2);
        Assert.Equal((0.5 * (Math.Exp(-1) + 1)) + (0.2 * 1.25) + (0.3 * (Math.Exp(-0.5) + 4)) - (centre * centre), prior.Variance(0), 1e-12);
    }

    /// <summary>Points 0.8 deviations apart miss a narrow component, or count it many times over where one of them meets it.</summary>
    [Theory]
    [InlineData(0.0, 0.3, 1e-5)]
    [InlineData(0.4, 0.3, 1e-5)]
    [InlineData(0.0, 0.03, 1e-5)]
    [InlineData(0.4, 0.03, 1e-5)]
    [InlineData(0.0, 0.001, 0.02)]
    [InlineData(0.4, 0.001, 0.02)]
    public void A_component_much_narrower_than_the_posterior_is_neither_missed_nor_doubled(double at, double width, double within)
    {
        double[] weights = [0.5, 0.5], means = [at, 0], logVariances = [2 * Math.Log(width), 0];
        var prior = new UnitPrior(new UnitMixture(weights, means, logVariances), 1);
        Assert.Equal(Integral(weights, means, logVariances, 0, 0), prior.Kl(0, 0, 0), within);
        // All of it narrow: the tails are the prior's whole mass away.
        double[] both = [2 * Math.Log(width), 2 * Math.Log(width)];
        if (width > 0.01) Assert.Equal(Integral(weights, means, both, 0, 0), new UnitPrior(new UnitMixture(weights, means, both), 1).Kl(0, 0, 0), 1e-6 / width / width);
    }

    [Fact]
    public void The_priors_own_marginal_has_none()
    {
        var prior = new UnitPrior(new UnitMixture([0.5, 0.5], [1.5, 1.5], [-3.0, -3.0]), 1);
        // Six deviations hold all but 4e-8 of half the variance.
        Assert.Equal(0, prior.Kl(0, 1.5, -3), 1e-7);
    }

    private static double Integral(double[] weights, double[] means, double[] logVariances, double mean, double logVariance)
    {
        const int points = 400_000;
        double deviation = Math.Exp(0.5 * logVariance), step = 24 * deviation / points, sum = 0;
        double[] logs = new double[weights.Length];
        for (int i = 0; i <= points; i++)
        {
            double z = mean + (deviation * -12) + (i * step), u = (z - mean) / deviation, log = (-0.5 * u * u) - Math.Log(Math.Sqrt(2 * Math.PI) * deviation);
            for (int k = 0; k < logs.Length; k++) logs[k] = Math.Log(weights[k]) - (0.5 * (z - means[k]) * (z - means[k]) * Math.Exp(-logVariances[k])) - (0.5 * (Math.Log(2 * Math.PI) + logVariances[k]));
            double largest = logs.Max();
            sum += step * Math.Exp(log) * (log - largest - Math.Log(logs.Sum(value => Math.Exp(value - largest))));
        }

        return sum;
    }
}
