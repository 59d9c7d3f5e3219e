using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Tensors.Tests.Kernels;

public sealed class SphereMarginalTests
{
    private static readonly double[][] Golden = GoldenNumbers.Rows(GoldenNumbers.Open("sphere.json").GetProperty("rows"));

    /// <summary>Against Bessel functions by their series in 60 digits, orders from 0 to 249.</summary>
    [Fact]
    public void NormaliserResultantAndRateAreBessels()
    {
        Assert.Equal(72, Golden.Length);
        foreach (double[] row in Golden)
        {
            var marginal = new SphereMarginal((int)row[0]);
            marginal.Set(row[1]);
            string what = $"L {row[0]}, kappa {row[1]}";
            Assert.True(Math.Abs(marginal.LogNormaliser - row[2]) <= 1e-10 * Math.Max(1, Math.Abs(row[2])), $"{what}: {marginal.LogNormaliser:R}, {row[2]:R}");
            Assert.True(Math.Abs(marginal.Resultant - row[3]) <= 1e-10 * Math.Max(row[3], 1e-3), $"{what}: A {marginal.Resultant:R}, {row[3]:R}");
            Assert.True(Math.Abs(marginal.UniformKl - row[4]) <= 1e-9 * Math.Max(1, row[1] / 100), $"{what}: KL {marginal.UniformKl:R}, {row[4]:R}");
        }
    }

    /// <summary>On the sphere in three dimensions the distribution function of cos theta has a closed inverse.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(5000)]
    public void AnglesInThreeDimensionsAreTheClosedForm(double kappa)
    {
        var marginal = new SphereMarginal(3);
        marginal.Set(kappa);
        foreach (double normal in new[] { -4.0, -2, -0.5, 0, 0.3, 1.7, 4 })
        {
            // The share of angles below theta is the normal distribution function: cos theta = 1 + log(1 - u (1 - e^(-2 kappa))) / kappa.
            double u = SpecialFunctions.NormalDistribution(normal);
            double versine = -SpecialFunctions.LogOnePlus(u * SpecialFunctions.ExpMinusOne(-2 * kappa)) / kappa;
            double angle = marginal.Angle(normal), found = 2 * Math.Pow(Math.Sin(angle / 2), 2);
            // Where u is near 1 its rounding decides: 1e-16 over the density.
            Assert.True(Math.Abs(found - versine) <= 1e-9 * versine + 1e-11 / kappa, $"{normal}: {found:R}, {versine:R}");
        }
    }

    /// <summary>Mean and variance of cos theta over 20,000 draws within five standard errors of A and A'.</summary>
    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(2, 40)]
    [InlineData(5, 3)]
    [InlineData(64, 20)]
    [InlineData(300, 1000)]
    public void DrawsHaveTheMeanResultantLength(int dimension, double kappa)
    {
        const int draws = 20_000;
        float[] noise = new float[draws];
        new Rng(7).FillNormal(noise);
        var marginal = new SphereMarginal(dimension);
        marginal.Set(kappa);
        double[] cosines = Array.ConvertAll(noise, x => Math.Cos(marginal.Angle(x)));
        double mean = cosines.Average(), variance = cosines.Sum(c => (c - mean) * (c - mean)) / (draws - 1);
        Assert.True(Math.Abs(mean - marginal.Resultant) < 5 * Math.Sqrt(marginal.ResultantSlope / draws), $"{mean}, {marginal.Resultant}");
        // A variance of 20,000 draws has a relative error near sqrt((kurtosis - 1) / draws), at most 0.02 for these shapes.
        Assert.Equal(1, variance / marginal.ResultantSlope, 0.1);
    }

    [Fact]
    public void TheSlopeOfTheResultantIsItsDerivative()
    {
        foreach ((int dimension, double kappa) in new[] { (2, 0.7), (3, 12.0), (50, 80.0) })
        {
            var marginal = new SphereMarginal(dimension);
            marginal.Set(kappa + 1e-4);
            double above = marginal.Resultant;
            marginal.Set(kappa - 1e-4);
            double below = marginal.Resultant;
            marginal.Set(kappa);
            Assert.Equal((above - below) / 2e-4, marginal.ResultantSlope, 1e-6 * Math.Max(1e-3, marginal.ResultantSlope) + 1e-8);
        }
    }
}
