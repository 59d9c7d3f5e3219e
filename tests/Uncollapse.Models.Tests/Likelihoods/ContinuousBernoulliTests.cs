using Uncollapse.Models.Likelihoods;

namespace Uncollapse.Models.Tests.Likelihoods;

public sealed class ContinuousBernoulliTests
{
    [Fact]
    public void MeanAgreesWithSixtyDigits()
    {
        var golden = GoldenInputs.Load("functions.json").GetProperty("continuous_bernoulli");
        double[] logits = GoldenInputs.Flat(golden.GetProperty("logit"));
        double[] means = GoldenInputs.Flat(golden.GetProperty("mean"));
        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(means[i], ContinuousBernoulli.Mean(logits[i]), 1e-13);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void TheLogitOfAMeanGivesThatMean(double mean) =>
        Assert.Equal(mean, ContinuousBernoulli.Mean(ContinuousBernoulli.LogitOfMean(mean)), 1e-12);

    [Theory]
    [InlineData(-700)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(0.5)]
    [InlineData(800)]
    public void TheQuantileInvertsTheDistributionFunction(double logit)
    {
        for (double share = 0; share <= 1; share += 0.125)
        {
            double x = ContinuousBernoulli.Quantile(logit, share);
            Assert.InRange(x, 0, 1);
            double back = Math.Abs(logit) < 1e-8 ? x
                : logit < 0 ? (Math.Exp(logit * x) - 1) / (Math.Exp(logit) - 1)
                : 1 - ((Math.Exp(-logit * (1 - x)) - 1) / (Math.Exp(-logit) - 1));
            Assert.Equal(share, back, 1e-9);
        }
    }

    [Fact]
    public void MeansOutsideTheOpenIntervalAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ContinuousBernoulli.LogitOfMean(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContinuousBernoulli.LogitOfMean(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContinuousBernoulli.LogitOfMean(double.NaN));
    }
}
