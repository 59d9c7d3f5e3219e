using Uncollapse.Diagnosis.Probes;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Probes;

/// <summary>Estimators by neighbours against closed forms. Their standard deviation at N = 2,000 is about 0.02 nats (Kraskov et al. 2004, figure 4), the margins three of it.</summary>
public sealed class NeighbourInformationTests
{
    private const int Count = 2000;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void A_number_beside_a_correlated_code_has_the_gaussian_information(double correlation)
    {
        double[] z = Normal(1, Count), noise = Normal(2, Count);
        double[] y = [.. z.Zip(noise, (a, b) => (correlation * a) + (Math.Sqrt(1 - (correlation * correlation)) * b))];
        InformationProbe found = Measure(z, 1, new ProbeColumn("y", null, y));
        Assert.Equal(-0.5 * Math.Log(1 - (correlation * correlation)), found.Estimate, 0.06);
        Assert.Equal(0, found.Baseline, 0.03);
        Assert.Equal("ksg-2004", found.Estimator);
        // Information does not know units of measurement.
        InformationProbe scaled = Measure(z, 1, new ProbeColumn("y", null, [.. y.Select(value => (1000 * value) + 7)]));
        Assert.Equal(found.Estimate, scaled.Estimate, 1e-9);
    }

    [Fact]
    public void A_number_that_two_units_hold_together_is_found_in_both()
    {
        double[] z = Normal(3, 2 * Count), noise = Normal(4, Count);
        // y = z1 + z2 + e: variance 3, of which 1 is noise.
        double[] y = [.. Enumerable.Range(0, Count).Select(n => z[2 * n] + z[(2 * n) + 1] + noise[n])];
        Assert.Equal(0.5 * Math.Log(3), Measure(z, 2, new ProbeColumn("y", null, y)).Estimate, 0.07);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Classes_far_apart_have_their_whole_entropy(int classes)
    {
        double[] z = Normal(5, 2 * Count), label = [.. Enumerable.Range(0, Count).Select(n => (double)(n % 7 % classes))];
        for (int n = 0; n < Count; n++) z[2 * n] += 100 * label[n];
        InformationProbe found = Measure(z, 2, Classes(label, classes));
        Assert.Equal(found.Entropy!.Value, found.Estimate, 0.01);
        Assert.Equal(-label.GroupBy(k => k).Sum(group => group.Count() / (double)Count * Math.Log(group.Count() / (double)Count)), found.Entropy.Value, 1e-12);
        Assert.Equal(0, found.Baseline, 0.03);
        Assert.Equal("ross-2014", found.Estimator);
    }

    /// <summary>Two classes at -1 and 1 with unit variance: I = log 2 - E log(1 + e^(-2 x)) for x ~ N(1, 1), integrated on a grid.</summary>
    [Fact]
    public void Classes_that_overlap_have_the_integral()
    {
        double[] z = Normal(6, Count), label = [.. Enumerable.Range(0, Count).Select(n => (double)(n % 2))];
        for (int n = 0; n < Count; n++) z[n] += (2 * label[n]) - 1;
        double missing = 0, step = 1e-3;
        for (double x = -9; x < 11; x += step) missing += step * Math.Exp(-(x - 1) * (x - 1) / 2) / Math.Sqrt(2 * Math.PI) * Math.Log(1 + Math.Exp(-2 * x));
        Assert.Equal(Math.Log(2) - missing, Measure(z, 1, Classes(label, 2)).Estimate, 0.06);
    }

    /// <summary>Posteriors that are all the prior: codes hold nothing, whatever their means' last digits do.</summary>
    [Fact]
    public void Codes_without_a_relation_hold_nothing_and_so_do_codes_in_one_place()
    {
        double[] label = [.. Enumerable.Range(0, Count).Select(n => (double)(n % 3))];
        Assert.Equal(0, Measure(Normal(7, 4 * Count), 4, Classes(label, 3)).Estimate, 0.05);
        Assert.Equal(0, Measure(Normal(7, 4 * Count), 4, Classes(label, 3)).Entropy!.Value - Math.Log(3), 1e-6);
        double[] place = new double[Count];
        // All others are met at once, in an order that no class decides: a few places of the fifth of a class, over and over, so the error is larger.
        Assert.Equal(0, Measure(place, 1, Classes(label, 3)).Estimate, 0.2);
        Assert.Equal(0, Measure(place, 1, new ProbeColumn("y", null, Normal(12, Count))).Estimate, 1e-9);
    }

    /// <summary>Ross's estimator leaves out classes of one example, as they have no neighbour: out of N, of places and of the entropy too.</summary>
    [Fact]
    public void Classes_of_one_example_take_no_part()
    {
        double[] z = Normal(8, 600), label = [.. Enumerable.Range(0, 600).Select(n => (double)(n % 2))];
        for (int n = 0; n < 600; n++) z[n] += label[n];
        InformationProbe whole = Measure(z, 1, Classes(label, 2)), with = Measure([.. z, 0, 0.5, 1], 1, Classes([.. label, 2, 3, 4], 5));
        Assert.Equal(whole.Estimate, with.Estimate, 1e-12);
        Assert.Equal(Math.Log(2), with.Entropy!.Value, 1e-12);
        InformationProbe alone = Measure([0, 0.5, 1], 1, Classes([0, 1, 2], 3));
        Assert.Equal((0.0, 0.0), (alone.Estimate, alone.Entropy!.Value));
    }

    [Fact]
    public void Examples_without_a_value_take_no_part()
    {
        double[] z = Normal(8, 600), label = [.. Enumerable.Range(0, 600).Select(n => (double)(n % 2))];
        for (int n = 0; n < 600; n++) z[n] += label[n];
        double whole = Measure(z, 1, Classes(label, 2)).Estimate;
        double[] longer = [.. z, .. Normal(9, 300)], some = [.. label, .. Enumerable.Repeat(double.NaN, 300)];
        Assert.Equal(whole, Measure(longer, 1, Classes(some, 2)).Estimate, 1e-12);
        double[] numbers = [.. z.Select(value => value * value)];
        Assert.Equal(Measure(z, 1, new ProbeColumn("y", null, numbers)).Estimate, Measure(longer, 1, new ProbeColumn("y", null, [.. numbers, .. Enumerable.Repeat(double.NaN, 300)])).Estimate, 1e-12);
    }

    private static InformationProbe Measure(double[] codes, int units, ProbeColumn column) =>
        NeighbourInformation.Measure(codes, units, [column], 5, 4, 0, new Rng(11), _ => { }, default)[0];

    private static ProbeColumn Classes(double[] label, int classes) => new("label", [.. Enumerable.Range(0, classes).Select(k => $"{k}")], label);

    private static double[] Normal(ulong seed, int count)
    {
        float[] values = new float[count];
        new Rng(seed).FillNormal(values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
