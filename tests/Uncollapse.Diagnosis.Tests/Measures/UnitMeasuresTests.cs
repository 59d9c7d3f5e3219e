using Uncollapse.Diagnosis.Measures;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Measures;

public sealed class UnitMeasuresTests
{
    private const int Examples = 1000;

    [Fact]
    public void Each_kind_of_unit_is_told_from_the_others()
    {
        double[] noise = new double[Examples];
        new Rng(1).FillNormal(noise);
        (Func<int, double> Mean, Func<int, double> Variance, UnitStatus Status, bool Active, bool Collapsed)[] kinds =
        [
            (n => noise[n], _ => 0.01, UnitStatus.Active, true, false),
            (_ => 0, _ => 1, UnitStatus.Passive, false, true),
            (_ => 2, _ => 1, UnitStatus.Passive, false, false), // a constant away from the prior: rate, no information
            (n => n < 300 ? noise[n] : 0, n => n < 300 ? 0.01 : 1, UnitStatus.Mixed, true, false),
            (n => 0.7 * noise[n], _ => 1, UnitStatus.Active, true, false), // batch-normed means with the prior's variance
            (n => 0.3 * noise[n], _ => 0.9, UnitStatus.Active, true, false),
            (n => n < 5 ? 1 : 0, n => n < 5 ? 0.5 : 1, UnitStatus.Passive, false, true), // five examples of a thousand: below delta
        ];
        double[] mean = new double[Examples * kinds.Length], logVariance = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = kinds[i % kinds.Length].Mean(i / kinds.Length);
            logVariance[i] = Math.Log(kinds[i % kinds.Length].Variance(i / kinds.Length));
        }

        var q = Posteriors.Create("test", Examples, kinds.Length, mean, logVariance);
        IReadOnlyList<UnitDiagnosis> units = UnitMeasures.Measure(q, Rate.Measure(q), new double[kinds.Length], new Bootstrap(100, new Rng(2)));
        for (int j = 0; j < kinds.Length; j++)
        {
            Assert.Equal((j, kinds[j].Status, kinds[j].Active, kinds[j].Collapsed), (j, units[j].Status, units[j].Active, units[j].Collapsed));
            Assert.InRange(units[j].MeanVariance, units[j].MeanVarianceCi95![0], units[j].MeanVarianceCi95![1]);
        }

        Assert.Equal(0.7, units[3].CollapsedShare, 0.02); // of the 300, those whose mean is near 0 keep their KL of 1.8
        Assert.Equal((0.3 * 0.01) + 0.7, units[3].AverageVariance, 1e-9);
        Assert.Equal(2, units[2].Rate, 1e-12);
    }

    /// <summary>A learned prior has any scale: a hundredth is of its variance, not of 1.</summary>
    [Theory]
    [InlineData(0.01, 0.05, true, UnitStatus.Active)]
    [InlineData(0.01, 0.005, false, UnitStatus.Passive)]
    [InlineData(100.0, 0.5, false, UnitStatus.Passive)]
    [InlineData(100.0, 5.0, true, UnitStatus.Active)]
    public void A_unit_is_active_on_its_priors_scale(double priorVariance, double deviationOfMeans, bool active, UnitStatus status)
    {
        double[] mean = new double[Examples], logVariance = new double[Examples];
        for (int n = 0; n < Examples; n++) (mean[n], logVariance[n]) = ((n % 2 == 0 ? 1 : -1) * deviationOfMeans, Math.Log(priorVariance));
        var prior = new UnitPrior(new Uncollapse.Models.Priors.UnitMixture([1], [0.0], [Math.Log(priorVariance)]), 1);
        var q = Posteriors.Create("test", Examples, 1, mean, logVariance);
        UnitDiagnosis unit = Assert.Single(UnitMeasures.Measure(q, Rate.Measure(q, prior), [0], new Bootstrap(20, new Rng(1)), prior));
        Assert.Equal((active, status), (unit.Active, unit.Status));
    }

    [Fact]
    public void The_variance_of_the_means_is_the_unbiased_one()
    {
        var q = Posteriors.Create("test", 4, 1, [1.0, 2, 4, 9], [0.0, 0, 0, 0]);
        UnitDiagnosis unit = Assert.Single(UnitMeasures.Measure(q, Rate.Measure(q), [0], new Bootstrap(20, new Rng(1))));
        Assert.Equal(38.0 / 3, unit.MeanVariance, 1e-12);
    }

    /// <summary>Closed form against the integral of q log q/p, by Simpson's rule.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.5, -3)]
    [InlineData(-0.2, 1.2)]
    [InlineData(0.001, 0.0005)]
    [InlineData(0, -0.0009)]
    public void The_rate_is_the_integral(double mean, double logVariance)
    {
        double deviation = Math.Exp(0.5 * logVariance), sum = 0;
        const int Steps = 20_000;
        for (int i = 0; i <= Steps; i++)
        {
            double u = -12 + (24.0 * i / Steps), z = mean + (deviation * u);
            double density = Math.Exp(-0.5 * u * u) / Math.Sqrt(2 * Math.PI);
            double integrand = density * (0.5 * ((z * z) - (u * u) - logVariance));
            sum += integrand * (i == 0 || i == Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }

        Assert.Equal(sum * 24 / Steps / 3, Rate.Kl(mean, logVariance), 1e-12);
    }

    [Fact]
    public void A_rate_near_zero_keeps_its_digits() =>
        Assert.Equal(0.25e-12, Rate.Kl(0, 1e-6), 1e-18);
}
