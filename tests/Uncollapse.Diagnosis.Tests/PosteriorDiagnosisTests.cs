using Uncollapse.Data;
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
