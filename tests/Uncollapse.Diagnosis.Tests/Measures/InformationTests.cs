using System.Text.Json;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Diagnosis.Tests.Measures;

public sealed class InformationTests
{
    /// <summary>The golden's double loop in another language, among it sigma 1e-4, means of 1e3, both at once, a constant encoder, codes far apart.</summary>
    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Matches_another_programs_double_loop(string name)
    {
        JsonElement golden = Golden().GetProperty(name);
        double[] mean = Flat(golden, "mu"), logVariance = Flat(golden, "log_variance"), codes = Flat(golden, "z");
        int examples = golden.GetProperty("mu").GetArrayLength(), units = mean.Length / examples;
        Information found = new InformationEstimator(Posteriors.Create(name, examples, units, mean, logVariance)).MeasureAt(codes);
        double upper = golden.GetProperty("upper").GetDouble();
        Assert.Equal(golden.GetProperty("lower").GetDouble(), found.Estimate, 1e-9);
        Assert.Equal(upper, found.Upper, 1e-9 * Math.Max(1, Math.Abs(upper)));
        Assert.Equal(golden.GetProperty("total_correlation").GetDouble(), found.TotalCorrelation, 1e-5);
        double[] perUnit = [.. golden.GetProperty("unit_information").EnumerateArray().Select(v => v.GetDouble())];
        for (int j = 0; j < units; j++) Assert.Equal(perUnit[j], found.PerUnit[j], 1e-5);
        double[] rate = [.. golden.GetProperty("rate_per_unit").EnumerateArray().Select(v => v.GetDouble())];
        for (int j = 0; j < units; j++) Assert.Equal(rate[j], Rate.Measure(Posteriors.Create(name, examples, units, mean, logVariance)).PerUnit[j], 1e-9 * Math.Max(1, rate[j]));
    }

    public static TheoryData<string> GoldenCases()
    {
        var data = new TheoryData<string>();
        foreach (JsonProperty property in Golden().EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object)) data.Add(property.Name);
        return data;
    }

    /// <summary>Single precision where it is trusted, double where it is not: 1e-4 nats of the double loop either way (measures.md).</summary>
    [Theory]
    [InlineData(1.0, -1.0, 0.5, 0.0)]
    [InlineData(1.0, -5.0, 1.0, 0.0)]
    [InlineData(1.0, -8.0, 0.3, 0.0)]
    [InlineData(0.01, -0.01, 0.01, 0.0)]
    [InlineData(1.0, -18.420680743952367, 0.0, 0.0)] // sigma 1e-4
    [InlineData(1.0, -1.0, 0.5, 1e3)] // mean 1e3
    [InlineData(1e-4, -18.420680743952367, 0.2, 1e3)] // both
    [InlineData(300.0, -18.420680743952367, 0.2, 1e3)]
    public void Matches_the_double_loop_at_full_size(double spread, double logVariance, double jitter, double centre)
    {
        Posteriors q = PosteriorSamples.Random(1500, 32, 7, spread, logVariance, jitter, centre);
        double[] codes = PosteriorSamples.Codes(q, 8);
        Information found = new InformationEstimator(q).MeasureAt(codes);
        (double lower, double upper) = DirectInformation.Joint(q, codes);
        Assert.Equal(lower, found.Estimate, 1e-4);
        Assert.Equal(upper, found.Upper, Math.Max(1e-4, 1e-10 * Math.Abs(upper)));
        for (int j = 0; j < 2; j++) Assert.Equal(DirectInformation.Unit(q, codes, j), found.PerUnit[j], 2e-5);
    }

    [Fact]
    public void An_aggregate_of_some_examples_matches_the_double_loop()
    {
        Posteriors q = PosteriorSamples.Random(400, 3, 3);
        double[] codes = PosteriorSamples.Codes(q, 4);
        var rng = new Rng(5);
        Information found = new InformationEstimator(q, 150, rng).MeasureAt(codes);
        (double lower, double upper) = DirectInformation.Joint(q, codes, ExampleDraw.Sorted(400, 150, rng));
        Assert.Equal(lower, found.Estimate, 1e-10);
        Assert.Equal(upper, found.Upper, 1e-10);
        Assert.Equal(Math.Log(150), found.Ceiling, 1e-12);
    }

    /// <summary>Check 1: I = L/2 log(1 + a^2/s^2) for the population; the two bounds enclose it.</summary>
    /// <remarks>Margin: the per-example values have deviation below 1 nat, so the mean of 20,000 is within 0.03 at four sigma; the bounds'
    /// own gap is below 0.02 at this size, where the information is far below the ceiling of 9.9.</remarks>
    [Theory]
    [InlineData(1, 1.0, 0.5)]
    [InlineData(1, 0.3, 0.95)]
    [InlineData(2, 1.0, 1.0)]
    [InlineData(3, 0.8, 0.6)]
    public void A_linear_code_has_its_closed_form(int units, double a, double s)
    {
        Posteriors q = PosteriorSamples.Linear(20_000, units, a, s, 11);
        Information found = new InformationEstimator(q).Measure(1, new Rng(12));
        double exact = 0.5 * units * Math.Log(1 + (a * a / (s * s)));
        Assert.InRange(found.Estimate, exact - 0.05, exact + 0.03);
        Assert.InRange(found.Upper, exact - 0.03, exact + 0.05);
        Assert.All(found.PerUnit, unit => Assert.Equal(exact / units, unit, 0.03));
        Assert.InRange(found.TotalCorrelation, -0.05, 0.05);
    }

    /// <summary>Check 2.</summary>
    [Fact]
    public void A_constant_code_has_rate_and_no_information()
    {
        Posteriors q = PosteriorSamples.Constant(500, 4, 2);
        Information found = new InformationEstimator(q).Measure(2, new Rng(1));
        Assert.Equal(8, Rate.Measure(q).Total, 1e-12);
        Assert.Equal(0, found.Estimate, 1e-12);
        Assert.Equal(0, found.Upper, 1e-12);
        Assert.Equal(8, found.AggregateKl, 1e-12);
        Assert.All(found.PerUnit, unit => Assert.Equal(0, unit, 1e-6));
        Assert.Equal(0, found.TotalCorrelation, 1e-5);
    }

    /// <summary>Check 3.</summary>
    [Fact]
    public void Codes_far_apart_reach_the_ceiling()
    {
        const int examples = 64;
        double[] mean = new double[examples * examples];
        for (int n = 0; n < examples; n++) mean[(n * examples) + n] = 100;
        var q = Posteriors.Create("one-hot", examples, examples, mean, new double[examples * examples]);
        Information found = new InformationEstimator(q).Measure(1, new Rng(1));
        Assert.Equal(Math.Log(examples), found.Estimate, 1e-9);
        Assert.Equal(found.Ceiling, found.Estimate, 1e-9);
        Assert.True(found.Upper > 1000);
        Assert.True(double.IsFinite(found.Upper));
    }

    /// <summary>Check 5. Margin: the estimate's deviation over 300 examples is below 1.5 / sqrt(300) = 0.09; four of it.</summary>
    [Fact]
    public void Random_posteriors_obey_the_identities()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Posteriors q = PosteriorSamples.Random(300, 1 + (int)(seed % 6), seed, 0.2 + (0.2 * (seed % 7)), -0.3 * (seed % 5), 0.3);
            Information found = new InformationEstimator(q).Measure(1, new Rng(seed));
            double rate = Rate.Measure(q).Total;
            Assert.True(found.Estimate <= rate + 0.36, $"seed {seed}: information {found.Estimate} above the rate {rate}");
            Assert.True(found.AggregateKl >= -0.36);
            Assert.True(found.Upper >= found.Estimate);
            Assert.True(found.Estimate <= found.Ceiling + 1e-12);
            Assert.Equal(rate - found.Estimate, found.AggregateKl, 1e-10);
            Assert.Equal(found.AggregateKl, found.TotalCorrelation + found.MarginalKl, 1e-10);
        }
    }

    /// <summary>The estimator is unbiased for the empirical distribution: many draws of few examples agree with few draws of the same.</summary>
    [Fact]
    public void More_draws_converge_to_the_same_value()
    {
        Posteriors q = PosteriorSamples.Linear(200, 2, 1, 0.7, 4);
        double[] singles = [.. Enumerable.Range(0, 40).Select(i => new InformationEstimator(q).Measure(1, new Rng(1000 + (ulong)i)).Estimate)];
        double many = new InformationEstimator(q).Measure(200, new Rng(5)).Estimate;
        Assert.InRange(singles.Average() - many, -4 * Moments.StandardError(singles), 4 * Moments.StandardError(singles));
    }

    [Fact]
    public void Draws_are_reproducible()
    {
        Posteriors q = PosteriorSamples.Random(300, 4, 2);
        Information first = new InformationEstimator(q).Measure(3, new Rng(9)), second = new InformationEstimator(q).Measure(3, new Rng(9));
        Assert.Equal(first.PerExample, second.PerExample);
        Assert.Equal(first.PerUnit, second.PerUnit);
        Assert.NotEqual(first.Estimate, new InformationEstimator(q).Measure(3, new Rng(10)).Estimate);
    }

    [Fact]
    public void Cancels()
    {
        Posteriors q = PosteriorSamples.Random(300, 4, 2);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new InformationEstimator(q).Measure(1, new Rng(1), null, source.Token));
    }

    private static JsonElement Golden() => JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("information.json"))).RootElement;

    private static double[] Flat(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble()))];
}
