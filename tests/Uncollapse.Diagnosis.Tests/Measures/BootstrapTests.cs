using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Measures;

public sealed class BootstrapTests
{
    /// <summary>The mean of N normals: the interval's half-width is 1.96 / sqrt(N) and it covers the truth in 95 % of data sets.</summary>
    /// <remarks>Of 400 data sets 380 +- 4.4 are covered, and the percentile interval is 1 % short at N = 100: four deviations and that.</remarks>
    [Fact]
    public void The_interval_of_a_mean_covers_as_often_as_it_says()
    {
        int covered = 0;
        double width = 0;
        double[] values = new double[100];
        for (ulong set = 0; set < 400; set++)
        {
            new Rng(set).FillNormal(values);
            Interval interval = new Bootstrap(400, new Rng(set).Fork("bootstrap")).OfMean(values);
            if (interval.Contains(0)) covered++;
            width += interval.Upper - interval.Lower;
        }

        Assert.InRange(covered, 380 - 22, 380 + 18);
        Assert.Equal(2 * 1.96 / 10, width / 400, 0.01);
    }

    /// <summary>The variance of N normals: (N - 1) s^2 / sigma^2 is chi-squared, so its standard error is sqrt(2 / N).</summary>
    [Fact]
    public void The_interval_of_a_variance_has_the_width_of_theory()
    {
        double[] values = new double[4000];
        new Rng(5).FillNormal(values);
        for (int n = 0; n < 2000; n++) values[2 * n] = 10 + (0.1 * values[2 * n]);
        Interval[] intervals = new Bootstrap(1000, new Rng(6)).OfVariances(2000, 2, values);
        double[] variances = Moments.Variances(2000, 2, values);
        for (int c = 0; c < 2; c++)
        {
            Assert.True(intervals[c].Contains(variances[c]));
            double halfWidth = (intervals[c].Upper - intervals[c].Lower) / 2;
            // 1,000 replicates give the ends to 4 %, the sample's kurtosis to sqrt(24 / 2000) / 2 = 5 %: three of both.
            Assert.Equal(1.96 * Math.Sqrt(2.0 / 2000) * variances[c], halfWidth, 0.2 * halfWidth);
        }
    }

    /// <summary>A replicate's mean is one of the drawn examples' own: with two examples of 0 and 1 a multiple of a half, binomially often.</summary>
    /// <remarks>Of 2,000 replicates 500 +- 19 draw the same example twice: four deviations. The offset of a million must cost no digits.</remarks>
    [Fact]
    public void Replicates_are_means_of_drawn_examples()
    {
        double[] means = new Bootstrap(2000, new Rng(3)).ReplicateMeans(2, 2, [1e6, 0, 1e6 + 1, 5]);
        for (int r = 0; r < 2000; r++)
        {
            Assert.Contains(means[2 * r] - 1e6, new[] { 0, 0.5, 1 });
            Assert.Equal(5 * (means[2 * r] - 1e6), means[(2 * r) + 1], 1e-9); // the same examples in every column
        }

        foreach (double value in new[] { 0.0, 1 }) Assert.InRange(Enumerable.Range(0, 2000).Count(r => means[2 * r] - 1e6 == value), 500 - 78, 500 + 78);
    }

    [Fact]
    public void Many_examples_are_drawn_as_evenly_as_few()
    {
        // Standard error of the mean of 70,000 values 0, 1, 0, 1, ...: 0.5 / sqrt(70,000).
        double[] values = new double[70_000];
        for (int n = 0; n < values.Length; n++) values[n] = n % 2;
        Interval interval = new Bootstrap(300, new Rng(4)).OfMean(values);
        Assert.Equal(2 * 1.96 * 0.5 / Math.Sqrt(70_000), interval.Upper - interval.Lower, 0.001);
        Assert.True(interval.Contains(0.5));
    }

    [Fact]
    public void Equal_values_have_no_width() =>
        Assert.Equal(new Interval(3.25, 3.25), new Bootstrap(50, new Rng(1)).OfMean([3.25, 3.25, 3.25]));
}
