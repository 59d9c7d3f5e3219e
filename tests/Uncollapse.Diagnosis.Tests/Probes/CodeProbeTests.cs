using Uncollapse.Data.Counts;
using Uncollapse.Data.Npy;
using Uncollapse.Data.Sources;
using Uncollapse.Diagnosis.Maps;
using Uncollapse.Diagnosis.Probes;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Diagnosis.Tests.Probes;

public sealed class CodeProbeTests
{
    /// <summary>y = 2 z + e: R^2 = 4 / 5 of the population; its error at 4,000 examples is below 0.01.</summary>
    [Fact]
    public void A_linear_rule_explains_what_the_noise_leaves()
    {
        double[] z = Normal(1, 4000), noise = Normal(2, 4000);
        LinearProbe found = RidgeProbe.Measure(z, 1, new ProbeColumn("y", null, [.. z.Zip(noise, (a, b) => (2 * a) + b)]), new Rng(3));
        Assert.Equal(0.8, found.R2!.Value, 0.03);
        Assert.Null(found.BalancedAccuracy);
        // Nothing to find: on fresh examples a rule does no better than the mean, and hardly worse.
        Assert.InRange(RidgeProbe.Measure(z, 1, new ProbeColumn("y", null, noise), new Rng(3)).R2!.Value, -0.01, 0.01);
    }

    [Fact]
    public void A_rare_class_counts_as_much_as_a_common_one()
    {
        double[] label = [.. Enumerable.Range(0, 1000).Select(n => n % 20 == 0 ? 1.0 : 0.0)], z = Normal(4, 1000);
        for (int n = 0; n < 1000; n++) z[n] += 8 * label[n];
        var column = new ProbeColumn("class", ["common", "rare"], label);
        Assert.InRange(RidgeProbe.Measure(z, 1, column, new Rng(5)).BalancedAccuracy!.Value, 0.99, 1);
        LinearProbe blind = RidgeProbe.Measure(Normal(6, 1000), 1, column, new Rng(5));
        // 50 rare examples: a standard deviation of 0.07 of their share.
        Assert.Equal(0.5, blind.BalancedAccuracy!.Value, 0.15);
        Assert.Equal(0.5, blind.Chance);
    }

    [Fact]
    public void A_unit_whose_mean_hardly_moves_cannot_speak()
    {
        double[] label = [.. Enumerable.Range(0, 1000).Select(n => (double)(n % 2))];
        double[] faint = [.. label.Select(value => 1e-5 * value)];
        Assert.InRange(RidgeProbe.Measure(faint, 1, new ProbeColumn("y", null, label), new Rng(5)).R2!.Value, -0.01, 0.01);
    }

    /// <summary>Points 0, 1 of one class and 3, 7 of another, and one without a class between: a, b and (b - a) / max by hand.</summary>
    [Fact]
    public void Purity_and_silhouette_are_those_by_hand()
    {
        double[] places = [0, 1, 3, 7, 2];
        var column = new ProbeColumn("class", ["a", "b"], [0, 0, 1, 1, double.NaN]);
        var meter = new NeighbourhoodMeter([column], 1);
        Distances.ForEach(places, 1, (n, distances, _, order) => meter.Take(n, distances, order), _ => { }, default);
        (double purity, double silhouette) = meter.Of(0);
        // Nearest of 0: 1 (a); of 1: 0 (a); of 3: 1 (a, wrong); of 7: 3 (b).
        Assert.Equal(0.75, purity, 1e-12);
        double[] by = [(5 - 1.0) / 5, (4 - 1.0) / 4, (2.5 - 4) / 4, (6.5 - 4) / 6.5];
        Assert.Equal(by.Average(), silhouette, 1e-12);
        Assert.Equal(1 / 3.0, NeighbourhoodMeter.Chance(column), 1e-12);
    }

    [Fact]
    public void A_code_that_bends_with_depth_alone_leaves_nothing_and_another_leaves_itself()
    {
        double[] depth = [.. Normal(7, 2000).Select(value => 8 + (0.5 * value))], other = Normal(8, 2000);
        double[] bent = new double[4000], free = new double[4000], half = new double[4000];
        for (int n = 0; n < 2000; n++)
        {
            double t = (depth[n] - 8) / 0.5;
            (bent[2 * n], bent[(2 * n) + 1]) = (Math.Tanh(t), 0.3 * t);
            (free[2 * n], free[(2 * n) + 1]) = (other[n], other[(n + 1) % 2000]);
            (half[2 * n], half[(2 * n) + 1]) = (t, other[n]);
        }

        Assert.InRange(DepthRegression.VarianceLeft(bent, 2, depth)!.Value.All, 0, 0.02);
        Assert.InRange(DepthRegression.VarianceLeft(free, 2, depth)!.Value.All, 0.99, 1);
        Assert.Equal(0.5, DepthRegression.VarianceLeft(half, 2, depth)!.Value.All, 0.03);
        Assert.Null(DepthRegression.VarianceLeft(bent, 2, new double[2000]));
    }

    /// <summary>Five units of depth, variance 1, and one of something else, 0.4: 0.4 / 5.4 of the variance is left, below the threshold, and all of one unit's own.</summary>
    [Fact]
    public void Many_units_of_depth_hide_no_unit_that_is_none()
    {
        double[] depth = [.. Normal(7, 2000).Select(value => 8 + (0.5 * value))], other = Normal(8, 2000);
        double[] Code(double share) => [.. Enumerable.Range(0, 2000 * 6).Select(i => i % 6 < 5 ? (depth[i / 6] - 8) / 0.5 : Math.Sqrt(0.4) * ((share * other[i / 6]) + (Math.Sqrt(1 - (share * share)) * (depth[i / 6] - 8) / 0.5)))];
        Depth found = CodeProbing.DepthOf(Code(1), 6, depth)!;
        Assert.Equal(0.4 / 5.4, found.VarianceLeft, 0.01);
        Assert.True(found.VarianceLeft < Thresholds.DepthLeft.Value);
        Assert.InRange(found.UnitVarianceLeft!.Value, 0.99, 1);
        Assert.False(found.IsAll);
        // A unit of which a quarter is something else is depth with noise.
        Depth noisy = CodeProbing.DepthOf(Code(0.5), 6, depth)!;
        Assert.Equal(0.25, noisy.UnitVarianceLeft!.Value, 0.04);
        Assert.True(noisy.IsAll);
        Assert.Null(CodeProbing.DepthOf(Code(1), 6, new double[2000]));
    }

    [Fact]
    public void Components_are_those_of_the_dense_matrix()
    {
        var rng = new Rng(9);
        float[] counts = new float[80 * 12];
        for (int i = 0; i < counts.Length; i++) counts[i] = rng.Fork((ulong)i).NextInt(4) * (i % 12 < 4 && i / 12 % 2 == 0 ? 5 : 1);
        string file = Path.Combine(TestFiles.TemporaryFolder(), "counts.npy");
        NpyWriter.Write(file, NpyArray.From(counts, 80, 12));
        using SourceData source = DataSource.Open(file, new SourceOptions { Kind = DataKind.Counts });
        (double[] points, int found) = LogNormalComponents.Of([((SparseDataset)source.Train, [.. Enumerable.Range(0, 80)])], 3, new Rng(1), default);
        Assert.Equal(3, found);
        var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(80, 12, (n, d) => Math.Log(1 + (10_000 * counts[(n * 12) + d] / Enumerable.Range(0, 12).Sum(e => (double)counts[(n * 12) + e]))));
        var mean = dense.ColumnSums() / 80;
        var svd = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(80, 12, (n, d) => dense[n, d] - mean[d]).Svd();
        for (int c = 0; c < 3; c++)
        {
            double sign = Math.Sign(points[c] * svd.U[0, c]);
            for (int n = 0; n < 80; n++) Assert.Equal(sign * svd.U[n, c] * svd.S[c], points[(n * 3) + c], 0.05);
        }
    }

    /// <summary>Three groups far apart stay apart and whole, and the map is the same each time.</summary>
    [Fact]
    public void A_map_keeps_groups_together()
    {
        double[] codes = Normal(10, 3 * 180);
        for (int n = 0; n < 180; n++) codes[(3 * n) + (n % 3)] += 20;
        (double[] plane, double first, double second) = PrincipalPlane.Of(codes, 3);
        Assert.InRange(first + second, 0.9, 1);
        float[] map = Tsne.Map(codes, 3, plane, 30, new Rng(2), default);
        Assert.Equal(map, Tsne.Map(codes, 3, plane, 30, new Rng(2), default));
        var meter = new NeighbourhoodMeter([new ProbeColumn("group", ["0", "1", "2"], [.. Enumerable.Range(0, 180).Select(n => (double)(n % 3))])], 15);
        Distances.ForEach(Array.ConvertAll(map, value => (double)value), 2, (n, distances, _, order) => meter.Take(n, distances, order), _ => { }, default);
        Assert.Equal(1, meter.Of(0).Purity, 1e-9);
        Assert.InRange(meter.Of(0).Silhouette, 0.5, 1);
    }

    /// <summary>p_nm of t-SNE is symmetric and sums to 1.</summary>
    [Fact]
    public void Affinities_are_a_symmetric_distribution()
    {
        var found = Affinities.Of(Normal(11, 200), 2, 10, default);
        Assert.Equal(1, found.Values.Sum(value => (double)value), 1e-5);
        var pairs = new Dictionary<(int, int), float>();
        for (int n = 0; n < found.Count; n++)
        {
            for (int i = found.Starts[n]; i < found.Starts[n + 1]; i++) pairs[(n, found.Others[i])] = found.Values[i];
        }

        Assert.All(pairs, pair => Assert.Equal(pair.Value, pairs[(pair.Key.Item2, pair.Key.Item1)]));
    }

    [Theory]
    [InlineData(0.05, Verdict.Healthy, Verdict.Partial)]
    [InlineData(0.6, Verdict.Healthy, Verdict.Healthy)]
    [InlineData(0.05, Verdict.Collapsed, Verdict.Collapsed)]
    public void A_code_that_only_holds_depth_is_not_healthy(double left, Verdict before, Verdict after)
    {
        using var linear = new Models.LinearModel(2);
        Records.Diagnoses.Diagnosis measured = Diagnoser.Diagnose(linear.Subject, new DiagnosisOptions { ImportanceSamples = 0, Examples = 200 });
        Assert.Empty(measured.Probes);
        Records.Diagnoses.Diagnosis told = DepthOnly.Tell(measured with { Verdict = before, Depth = new Depth(left, 2, 200, left < Thresholds.DepthLeft.Value) });
        Assert.Equal(after, told.Verdict);
        Assert.Equal(after == Verdict.Partial, told.Findings.Any(finding => finding.Evidence.Any(piece => piece.Measure == "depth.variance_left")));
        if (after == Verdict.Partial) Assert.StartsWith("Partial: the code holds only depth", told.Explanation[0], StringComparison.Ordinal);
        if (after == Verdict.Healthy) Assert.Contains(told.Explanation, line => line.Contains("more than depth", StringComparison.Ordinal));
    }

    private static double[] Normal(ulong seed, int count)
    {
        float[] values = new float[count];
        new Rng(seed).FillNormal(values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
