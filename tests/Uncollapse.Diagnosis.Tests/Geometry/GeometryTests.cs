using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Diagnosis.Tests.Geometry;

/// <summary>The landscape of a linear model, which is known.</summary>
public sealed class GeometryTests
{
    private static readonly DiagnosisOptions _few = new() { ImportanceSamples = 0, UnitExamples = 0, BootstrapReplicates = 20, Samples = 1, MarginExamples = 0, RefinedExamples = 0 };

    /// <summary>
    /// At the optimum of Tipping and Bishop G_ii = (l_i - sigma^2) / sigma^2, so 1 + g_i = l_i / sigma^2 and the capacity is the rate 1/2 sum log(l_i / sigma^2).
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_linear_decoders_capacity_is_its_rate(int units)
    {
        using var model = new LinearModel(units);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(model.Subject, _few);
        Records.Diagnoses.Geometry geometry = found.Geometry!;
        double[] expected = [.. LinearModel.Eigenvalues.Take(units).Select(value => (value - model.Sigma2) / model.Sigma2)];
        for (int i = 0; i < units; i++)
        {
            Assert.Equal(expected[i], geometry.Eigenvalues[i], 1e-4 * expected[0]);
            Assert.Equal(expected[i], geometry.SharedEigenvalues[i], 1e-4 * expected[0]);
            Assert.Equal(geometry.Eigenvalues[i], geometry.EigenvaluesUpper[i], 1e-4 * expected[0]);
            Assert.Equal(1, geometry.UnitShares[i][i], 1e-6);
            Assert.Equal(model.Sigma2 / LinearModel.Eigenvalues[i], geometry.Units[i].LaplaceVariance, 1e-5);
            Assert.Equal(geometry.Units[i].PosteriorVariance, geometry.Units[i].LaplaceVariance, 1e-5);
        }

        Assert.Equal(0.5 * expected.Sum(g => Math.Log(1 + g)), geometry.Capacity, 1e-4);
        // The rate is of 2,000 drawn examples, whose variances have a standard error of 3 %: half of that in nats for each unit.
        Assert.Equal(found.Rate, geometry.Capacity, 0.05 * Math.Sqrt(units));
        Assert.Equal(geometry.Capacity, geometry.CapacityAtBeta, 1e-9);
        Assert.Equal(0, geometry.FlatDirections);
        Assert.Equal(500, geometry.Examples);
        // The first unit writes the first output alone, and the data's largest variance lies there: 25 against 16.
        Assert.All(geometry.PrincipalAngles, angle => Assert.InRange(angle, 0, 5));
        Assert.Equal(units, geometry.PrincipalAngles.Count);
        Assert.Equal(units < 2 ? 0 : units < 4 ? 1 : 2, geometry.Slices.Count);
    }

    /// <summary>A direction that the decoder does not read is flat; at a weight of the KL what is paid for is less.</summary>
    [Fact]
    public void What_is_not_read_is_flat_and_a_weight_lowers_what_is_paid_for()
    {
        using var model = new LinearModel(3);
        model.DecoderWeight.Data.Slice(5, 5).Clear();
        Records.Diagnoses.Geometry geometry = Diagnoser.Diagnose(model.Subject with { Plan = model.Plan with { Objective = new ObjectivePlan { Beta = 4 } } }, _few).Geometry!;
        Assert.Equal(1, geometry.FlatDirections);
        Assert.Equal(0, geometry.Eigenvalues[^1], 1e-9);
        Assert.Equal(1, geometry.UnitShares[^1][1], 1e-6);
        Assert.Equal(0, geometry.Units[1].Curvature, 1e-9);
        Assert.Equal(4, geometry.Beta);
        double[] left = [(25 - model.Sigma2) / model.Sigma2, (9 - model.Sigma2) / model.Sigma2];
        Assert.Equal(left.Sum(g => 0.5 * Math.Log(1 + (g / 4))), geometry.CapacityAtBeta, 1e-4);
    }

    /// <summary>The slice through a linear decoder is a parabola: log p falls by half of g a^2 from where it is highest along its line.</summary>
    [Fact]
    public void A_slice_is_the_log_likelihood_over_a_plane()
    {
        using var model = new LinearModel(2);
        Records.Diagnoses.Geometry geometry = Diagnoser.Diagnose(model.Subject, _few).Geometry!;
        DensitySlice slice = Assert.Single(geometry.Slices);
        Assert.Equal("steepest", slice.Directions);
        int steps = slice.LogLikelihood.Count;
        double width = 2 * slice.Extent / (steps - 1);
        foreach (IReadOnlyList<double> row in slice.LogLikelihood)
        {
            Assert.Equal(steps, row.Count);
            for (int i = 1; i + 1 < steps; i++) Assert.Equal(-geometry.Eigenvalues[0], (row[i - 1] - (2 * row[i]) + row[i + 1]) / (width * width), 0.01 * geometry.Eigenvalues[0]);
        }
    }
}
