using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Data;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Xunit.Abstractions;

namespace Uncollapse.Diagnosis.Tests.Theory;

/// <summary>Predictions of counts against the law's definition by differences, and on single cells.</summary>
public sealed class CountPredictionTests(ITestOutputHelper output)
{
    private static readonly Lazy<(double[,] Rows, double[] Library)> _cells = new(ReadCells);

    public static TheoryData<LikelihoodKind, bool, double?> Likelihoods => new()
    {
        { LikelihoodKind.Poisson, false, null }, { LikelihoodKind.Multinomial, false, null },
        { LikelihoodKind.NegativeBinomial, true, null }, { LikelihoodKind.NegativeBinomial, false, null },
        { LikelihoodKind.ZeroInflatedNegativeBinomial, true, null }, { LikelihoodKind.ZeroInflatedNegativeBinomial, false, null },
        { LikelihoodKind.ZeroInflatedNegativeBinomial, true, 0.7 },
        { LikelihoodKind.DirichletMultinomial, true, null }, { LikelihoodKind.DirichletMultinomial, false, null },
    };

    [Theory]
    [MemberData(nameof(Likelihoods))]
    public void Eigenvalues_are_those_of_the_definition_by_differences(LikelihoodKind kind, bool isFixed, double? zeros)
    {
        var likelihood = new LikelihoodPlan { Kind = kind, Theta = kind == LikelihoodKind.DirichletMultinomial ? 7 : 0.8, FixedTheta = isFixed, ZeroInflation = zeros };
        using PreparedData data = Open("synthetic:cells?examples=300&genes=6&types=3&depth=25&theta=2&zeros=0.25");
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = likelihood, LatentSize = 3 });
        var twin = new CountTwin(Rows(data.Train), likelihood);
        double[] expected = twin.Eigenvalues();
        output.WriteLine($"{kind} fixed {isFixed}: {string.Join(' ', expected)} | {string.Join(' ', found.Eigenvalues)}");
        // Differences of differences in double are good for four digits or so.
        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], found.Eigenvalues[i], 1e-3 * expected[0]);
        if (kind == LikelihoodKind.DirichletMultinomial && !isFixed) Assert.Equal(twin.Thetas[0], found.Theta!.Value, 1e-3 * twin.Thetas[0]);
        if (kind == LikelihoodKind.NegativeBinomial && !isFixed) Assert.Contains(twin.Thetas, theta => Math.Abs(theta - found.Theta!.Value) < 1e-3 * theta);
        Assert.Equal(likelihood.HasTheta, found.DataTheta is not null);
        if (isFixed) Assert.Equal(likelihood.Theta, found.Theta!.Value, 1e-9);
    }

    /// <summary>By entries, beyond 2,048 outputs, as by rows: the same counts beside outputs that never occur have the same eigenvalues.</summary>
    [Theory]
    [InlineData(LikelihoodKind.Poisson)]
    [InlineData(LikelihoodKind.NegativeBinomial)]
    [InlineData(LikelihoodKind.DirichletMultinomial)]
    public void Entries_say_what_rows_say(LikelihoodKind kind)
    {
        const int genes = 60, wide = 2200;
        string folder = TestFiles.TemporaryFolder();
        using PreparedData drawn = Open($"synthetic:cells?examples=500&genes={genes}&depth=300");
        double[,] rows = Rows(drawn.Train);
        Prediction Of(int width)
        {
            string path = Path.Combine(folder, $"cells-{width}.csv");
            Write(path, rows, width);
            using var data = PreparedData.Open(new DataPlan { Source = path, Kind = DataKind.Counts }, new Rng(1));
            return Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = kind }, LatentSize = 4, Eigenvalues = 8 });
        }

        Prediction narrow = Of(genes), sparse = Of(wide);
        Assert.Equal(wide - genes, sparse.ConstantOutputs - narrow.ConstantOutputs);
        for (int i = 0; i < 4; i++) Assert.Equal(narrow.Eigenvalues[i], sparse.Eigenvalues[i], 3e-3 * narrow.Eigenvalues[0]);
        Assert.Equal(narrow.CriticalBetaInterval[0], sparse.CriticalBetaInterval[0], 5e-3 * narrow.CriticalBeta);
    }

    /// <summary>Scores that are 0 in every example have no direction: nothing pays for a unit, at any weight.</summary>
    [Theory]
    [InlineData("3,2,1", LikelihoodKind.Poisson, 0)]
    [InlineData("3,2,1", LikelihoodKind.Multinomial, 0)]
    [InlineData("3,2,1", LikelihoodKind.NegativeBinomial, 0)]
    [InlineData("3,2,1", LikelihoodKind.ZeroInflatedNegativeBinomial, 0)]
    [InlineData("3,2,1", LikelihoodKind.DirichletMultinomial, 0)]
    [InlineData("3,0,1", LikelihoodKind.Poisson, 1)]
    [InlineData("0,0,0", LikelihoodKind.Poisson, 3)]
    [InlineData("0,0,0", LikelihoodKind.NegativeBinomial, 3)]
    [InlineData("0,0,0", LikelihoodKind.DirichletMultinomial, 3)]
    [InlineData("3,2,1", LikelihoodKind.Gaussian, 3)]
    public void Examples_that_are_all_alike_pay_for_nothing(string row, LikelihoodKind kind, int constant)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "alike.csv");
        File.WriteAllLines(path, Enumerable.Repeat(row, 60));
        using var data = PreparedData.Open(new DataPlan { Source = path, Kind = DataKind.Counts }, new Rng(1));
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = kind }, LatentSize = 2 });
        output.WriteLine(found.Statement);
        // A fit by Newton's method leaves what its rounding leaves.
        Assert.InRange(found.CriticalBeta, 0, 1e-6);
        Assert.InRange(found.CriticalBetaInterval[1], 0, 1e-6);
        Assert.Equal((0, 0.0), (found.PredictedActiveUnits, found.PredictedRate));
        Assert.Equal(constant, found.ConstantOutputs);
    }

    [Fact]
    public void What_is_no_count_is_refused_and_what_is_not_seen_is_said()
    {
        using PreparedData pictures = Open("synthetic:shapes?examples=50&size=8");
        Assert.Throws<DataFormatException>(() => Predictor.Predict(pictures.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Poisson } }));
        using PreparedData cells = Open("synthetic:cells?examples=400&genes=30&depth=100");
        Prediction Of(LikelihoodPlan likelihood) => Predictor.Predict(cells.Train, new PredictionOptions { Likelihood = likelihood, Beta = 1000 });
        var noisy = new LikelihoodPlan { Kind = LikelihoodKind.NegativeBinomial, Theta = 0.05, FixedTheta = true };
        Assert.Contains(Of(noisy).Warnings, warning => warning.Contains("0.05", StringComparison.Ordinal) && warning.Contains("far below", StringComparison.Ordinal));
        Assert.DoesNotContain(Of(noisy with { Theta = 4 }).Warnings, warning => warning.Contains("far below", StringComparison.Ordinal));
        Assert.Contains(Of(noisy with { Library = LibraryKind.Latent }).Warnings, warning => warning.Contains("latent unit is outside", StringComparison.Ordinal));
        Assert.Contains(Of(noisy with { Kind = LikelihoodKind.ZeroInflatedNegativeBinomial }).Warnings, warning => warning.Contains("at least", StringComparison.Ordinal));
    }

    /// <summary>
    /// The 400 genes of most counts in pbmc3k. Published beside the law, with log means that are free of each other, the counts of all genes as size factors, each mean that of the counts,
    /// and F expected: negative binomial theta 2: 78.8, 40.4, 23.2; theta .05: 3.75, 2.78, 1.22; Poisson 362.7, 102.6. A softmax has the library of its own 400 genes and its optimum.
    /// </summary>
    [SharedDataTheory("pbmc3k")]
    [InlineData(LikelihoodKind.NegativeBinomial, 2, 78.8, 40.4, 23.2)]
    [InlineData(LikelihoodKind.NegativeBinomial, 0.05, 3.75, 2.78, 1.22)]
    [InlineData(LikelihoodKind.Poisson, double.PositiveInfinity, 362.7, 102.6, 99.4)]
    public void Single_cells_of_400_genes(LikelihoodKind kind, double theta, double first, double second, double third)
    {
        (double[,] rows, double[] library) = _cells.Value;
        double[] published = Free(rows, library, theta, isBest: false);
        Assert.Equal([first, second, third], published.Take(3), (one, other) => Math.Abs(one - other) < 0.003 * first);
        string path = Path.Combine(TestFiles.TemporaryFolder(), "cells.csv");
        Write(path, rows, rows.GetLength(1));
        using var data = PreparedData.Open(new DataPlan { Source = path, Kind = DataKind.Counts, Validation = 1e-3, Test = 1e-3 }, new Rng(1));
        var likelihood = new LikelihoodPlan { Kind = kind, Theta = double.IsFinite(theta) ? theta : 1, FixedTheta = true };
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = likelihood, LatentSize = 4 });
        double[,] seen = Rows(data.Train);
        double[] free = Free(seen, Sums(seen), theta, isBest: true);
        output.WriteLine(FormattableString.Invariant($"{kind} theta {theta}: here {string.Join(' ', found.Eigenvalues.Take(4).Select(v => v.ToString("F2", CultureInfo.InvariantCulture)))}; free log means at their best {string.Join(' ', free.Take(4).Select(v => v.ToString("F2", CultureInfo.InvariantCulture)))}; published {first} {second} {third}; data's theta {found.DataTheta:F2}"));
        // The direction of all genes at once, which a softmax does not have, is what an observed library has explained.
        for (int i = 0; i < 4; i++) Assert.Equal(free[i], found.Eigenvalues[i], 0.01 * free[0]);
    }

    [SharedDataFact("pbmc3k")]
    public void All_genes_of_single_cells_take_seconds()
    {
        using var data = PreparedData.Open(new DataPlan { Source = Cells }, new Rng(1));
        long start = Stopwatch.GetTimestamp();
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.NegativeBinomial }, LatentSize = 10 });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine(FormattableString.Invariant($"{found.Examples} x {found.Outputs}: {seconds:F1} s; {string.Join(' ', found.Eigenvalues.Take(6).Select(v => v.ToString("F2", CultureInfo.InvariantCulture)))}; held out {found.CriticalBetaHeldOut:F2}; theta {found.Theta:F2}"));
        Assert.True(found.EigenvaluesAreHeldOut);
        Assert.True(found.CriticalBeta > 5, "cell types are there");
        Assert.True(seconds < 60, $"{seconds} s");
    }

    private static string Cells => Path.Combine(SharedData.Path("pbmc3k"), "filtered_gene_bc_matrices", "hg19");

    private static PreparedData Open(string source) => PreparedData.Open(new DataPlan { Source = source }, new Rng(1));

    private static double[,] Rows(DataView view)
    {
        float[] values = new float[view.Count * view.OutputSize];
        view.ReadRange(0, view.Count, default, values);
        double[,] rows = new double[view.Count, view.OutputSize];
        for (int i = 0; i < values.Length; i++) rows[i / view.OutputSize, i % view.OutputSize] = values[i];
        return rows;
    }

    /// <summary>
    /// y = s / sqrt(F) of log means that are free of each other, mu = l m, l the library over its mean, s = (x - mu) / (1 + mu / theta): at the mean of the counts with F = E[mu / (1 + mu / theta)],
    /// or at the m where E[s] = 0 with F = E[mu (1 + x / theta) / (1 + mu / theta)^2], the information that is seen.
    /// </summary>
    private static double[] Free(double[,] rows, double[] library, double theta, bool isBest)
    {
        int examples = rows.GetLength(0), size = rows.GetLength(1);
        double mean = library.Average();
        var scores = Matrix<double>.Build.Dense(examples, size);
        for (int d = 0; d < size; d++)
        {
            double m = Enumerable.Range(0, examples).Sum(n => rows[n, d]) / examples;
            for (int step = 0; isBest && step < 40; step++)
            {
                (double slope, double curve) = (0, 0);
                for (int n = 0; n < examples; n++)
                {
                    double mu = library[n] / mean * m;
                    slope += (rows[n, d] - mu) / (1 + (mu / theta));
                    curve += mu / (1 + (mu / theta));
                }

                m *= Math.Exp(Math.Clamp(slope / curve, -1, 1));
            }

            double information = 0;
            for (int n = 0; n < examples; n++)
            {
                double mu = library[n] / mean * m, low = 1 / (1 + (mu / theta));
                scores[n, d] = (rows[n, d] - mu) * low;
                information += mu * low * (isBest ? (1 + (rows[n, d] / theta)) * low : 1) / examples;
            }

            for (int n = 0; n < examples; n++) scores[n, d] /= Math.Sqrt(information);
        }

        return [.. (scores.TransposeThisAndMultiply(scores) / examples).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
    }

    private static double[] Sums(double[,] rows) => [.. Enumerable.Range(0, rows.GetLength(0)).Select(n => Enumerable.Range(0, rows.GetLength(1)).Sum(d => rows[n, d]))];

    /// <summary>The 400 genes of most counts, and the counts of all genes.</summary>
    private static (double[,] Rows, double[] Library) ReadCells()
    {
        using var data = PreparedData.Open(new DataPlan { Source = Cells, Validation = 1e-3, Test = 1e-3 }, new Rng(1));
        // All cells, whatever the split.
        DataView view = data.Train.Over("all", data.Source.Train);
        double[] mean = [.. view.Statistics().Mean];
        int[] best = [.. Enumerable.Range(0, mean.Length).OrderByDescending(d => mean[d]).Take(400)];
        double[,] rows = new double[view.Count, best.Length];
        double[] library = new double[view.Count];
        float[] row = new float[view.OutputSize];
        for (int n = 0; n < view.Count; n++)
        {
            view.Read([n], default, row);
            library[n] = row.Sum();
            for (int i = 0; i < best.Length; i++) rows[n, i] = row[best[i]];
        }

        return (rows, library);
    }

    private static void Write(string path, double[,] rows, int width) => File.WriteAllLines(
        path,
        [string.Join(',', Enumerable.Range(0, width).Select(d => $"g{d}")), .. Enumerable.Range(0, rows.GetLength(0)).Select(n => string.Join(',', Enumerable.Range(0, width).Select(d => d < rows.GetLength(1) ? rows[n, d] : 0)))]);
}
