using Uncollapse.Data;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Posterior;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests;

public sealed class PosteriorDiagnosisTests
{
    private static readonly DiagnosisOptions _quick = new() { BootstrapReplicates = 100 };

    [Fact]
    public void What_needs_a_decoder_is_unknown_not_guessed()
    {
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Arrays(400, 3, 1, -2), _quick);
        Assert.Equal("posterior", found.Subject.Kind);
        Assert.Null(found.Interventions);
        Assert.Null(found.Nll);
        Assert.Null(found.Elbo);
        Assert.Null(found.Reconstruction);
        Assert.Empty(found.Splits);
        Assert.Equal(Verdict.Healthy, found.Verdict);
        Assert.Contains(found.Explanation, line => line.Contains("unknown", StringComparison.Ordinal));
        Assert.Equal(3, found.Units.Count);
    }

    [Fact]
    public void Given_likelihoods_make_the_bound_known()
    {
        PosteriorArrays arrays = Arrays(200, 2, 1, -1);
        double[] logLikelihood = [.. Enumerable.Range(0, 200).Select(n => -50.0 - n)];
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(arrays with { LogLikelihood = logLikelihood }, _quick);
        Assert.Equal(149.5, found.Reconstruction!.Distortion, 1e-9);
        Assert.Equal(Math.Sqrt(200.0 * 201 / 12) / Math.Sqrt(200), found.Reconstruction.StandardError, 1e-9);
        Assert.Equal(-149.5 - found.Rate, found.Elbo!.Value, 1e-9);
    }

    [Fact]
    public void Labels_share_the_rate_and_the_information_out()
    {
        PosteriorArrays arrays = Arrays(300, 2, 1, -1);
        string[] names = [.. Enumerable.Range(0, 300).Select(n => n % 3 == 0 ? "b cell" : "t cell")];
        // The first kind of cell is told nothing of: its codes are the prior.
        for (int n = 0; n < 300; n += 3) (arrays.Mean[2 * n], arrays.Mean[(2 * n) + 1], arrays.LogVariance[2 * n], arrays.LogVariance[(2 * n) + 1]) = (0, 0, 0, 0);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(arrays with { Labels = LabelColumn.FromText("labels", names) }, _quick);
        Assert.Equal([("labels", "b cell", 100), ("labels", "t cell", 200)], found.Labels.Select(label => (label.Column, label.Label, label.Examples)));
        Assert.Equal(0, found.Labels[0].Rate, 1e-12);
        Assert.Equal(found.Rate, found.Labels.Sum(label => label.Rate * label.Examples) / 300, 1e-9);
        Assert.Equal(found.MutualInformation.Estimate, found.Labels.Sum(label => label.Information * label.Examples) / 300, 1e-9);
        Assert.True(found.Labels[1].Information > found.Labels[0].Information + 0.5);

        // Of some examples, theirs; of numbers, nothing.
        Records.Diagnoses.Diagnosis some = Diagnoser.Diagnose(arrays with { Labels = LabelColumn.FromText("labels", names) }, _quick with { Examples = 90 });
        Assert.Equal(90, some.Labels.Sum(label => label.Examples));
        Assert.Equal(0, some.Labels[0].Rate, 1e-12);
        Assert.Empty(Diagnoser.Diagnose(arrays with { Labels = LabelColumn.FromNumbers("labels", new float[300]) }, _quick).Labels);
    }

    [Fact]
    public void Information_that_no_unit_holds_alone_is_said_to_be_spread()
    {
        // Each unit: variance of the mean 0.0081, below 0.01; information 1/2 log(1 + 0.0081 / 0.08) = 0.048 nats, below 0.1.
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Arrays(2000, 60, 0.09f, MathF.Log(0.08f)), _quick);
        Assert.Equal((Verdict.Healthy, 0), (found.Verdict, found.ActiveUnits));
        Assert.InRange(found.MutualInformation.Estimate, 2, 60 * 0.049);
        Assert.Contains(found.Explanation, line => line.StartsWith("No unit carries 0.1 nats alone, and none's mean varies by 0.01", StringComparison.Ordinal) && line.Contains("the 60 units tell examples apart only together", StringComparison.Ordinal));
        Assert.DoesNotContain(Diagnoser.Diagnose(Arrays(400, 3, 1, -2), _quick).Explanation, line => line.Contains("spread thinly", StringComparison.Ordinal));
    }

    [Fact]
    public void A_constant_code_is_found_from_the_posteriors_alone()
    {
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(new PosteriorArrays("q.npz", 100, 2, [.. Enumerable.Repeat(2f, 200)], new float[200], null, null), _quick);
        Assert.Equal(Verdict.Collapsed, found.Verdict);
        Assert.Equal("constant-code", Assert.Single(found.Findings).Cause);
    }

    [Fact]
    public void Codes_far_apart_are_said_to_be_saturated()
    {
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Arrays(100, 8, 5, -6), _quick);
        Assert.True(found.MutualInformation.Saturated);
        Assert.Equal(Math.Log(100), found.MutualInformation.Ceiling, 1e-12);
        Assert.Contains(found.Explanation, line => line.Contains("ceiling", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NaN, 0f, "example 3, unit 1", "mean")]
    [InlineData(float.PositiveInfinity, 0f, "example 3, unit 1", "mean")]
    [InlineData(0f, float.NaN, "example 3, unit 1", "log-variance")]
    [InlineData(0f, 1e4f, "example 3, unit 1", "log-variance")]
    [InlineData(1e8f, -40f, "example 3, unit 1", "standard deviation")]
    public void Values_that_no_posterior_has_are_refused_with_the_place(float mean, float logVariance, string place, string what)
    {
        PosteriorArrays arrays = Arrays(10, 2, 1, 0);
        arrays.Mean[7] = mean;
        arrays.LogVariance[7] = logVariance;
        DataFormatException error = Assert.Throws<DataFormatException>(() => Diagnoser.Diagnose(arrays, _quick));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_example_says_nothing_of_information() =>
        Assert.Throws<DataFormatException>(() => Diagnoser.Diagnose(Arrays(1, 2, 1, 0), _quick));

    /// <summary>60,000 examples of 64 units within 1 GB (issue A). The arrays themselves are 31 MB.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Sixty_thousand_examples_of_sixty_four_units_fit_in_a_gigabyte()
    {
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(Arrays(60_000, 64, 1, -1), new DiagnosisOptions { Examples = 60_000, Samples = 1 });
        Assert.Equal(60_000, found.MutualInformation.AggregateSize);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.InRange(process.PeakWorkingSet64, 0, 1L << 30);
    }

    private static PosteriorArrays Arrays(int examples, int units, float spread, float logVariance)
    {
        float[] mean = new float[examples * units], logVariances = new float[examples * units];
        new Rng(2).FillNormal(mean);
        for (int i = 0; i < mean.Length; i++) mean[i] *= spread;
        Array.Fill(logVariances, logVariance);
        return new PosteriorArrays("q.npz", examples, units, mean, logVariances, null, null);
    }
}
