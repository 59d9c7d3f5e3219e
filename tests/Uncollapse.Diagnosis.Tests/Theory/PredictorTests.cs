using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Diagnosis.Tests.Theory;

/// <summary>Predictions against eigenvalues computed whole, in double, by another library, and against published ones.</summary>
public sealed class PredictorTests
{
    [Fact]
    public void The_eigenvalues_of_a_Gaussian_are_those_of_the_sample_covariance_over_sigma2()
    {
        using PreparedData data = Open(new DataPlan { Source = "synthetic:gaussian?eigenvalues=25,16,9,4,1&examples=4000" });
        var options = new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = 2 }, LatentSize = 5, Beta = 3 };
        Prediction found = Predictor.Predict(data.Train, options);
        double[] expected = Eigenvalues(Whitened(Rows(data.Train), (mean, variance) => 2));
        Close(expected, found.Eigenvalues, 1e-5);
        Assert.Equal(expected[0] * 2 / 3, found.CriticalSigma2!.Value, 1e-4 * expected[0]);
        double[] alive = [.. expected.Where(value => value > 3)];
        Assert.Equal(alive.Length, found.PredictedActiveUnits);
        Assert.Equal(alive.Sum(value => 0.5 * Math.Log(value / 3)), found.PredictedRate, 1e-4);
        // The optimum's distortion: a living direction leaves beta sigma^2, a dead one all it has.
        double left = alive.Length * 3.0 + expected.Where(value => value <= 3).Sum();
        Assert.Equal(0.5 * ((5 * Math.Log(2 * Math.PI * 2)) + left), found.PredictedDistortion!.Value, 1e-3);
        Assert.InRange(found.CriticalBeta, found.CriticalBetaInterval[0], found.CriticalBetaInterval[1]);
        Assert.InRange(found.CriticalBetaHeldOut / found.CriticalBeta, 0.95, 1.0001);
    }

    [Theory]
    [InlineData(LikelihoodKind.Bernoulli)]
    [InlineData(LikelihoodKind.ContinuousBernoulli)]
    public void Pictures_of_shapes(LikelihoodKind kind)
    {
        Binarisation binarise = kind == LikelihoodKind.Bernoulli ? Binarisation.Threshold : Binarisation.None;
        using PreparedData data = Open(new DataPlan { Source = "synthetic:shapes?examples=800&size=9", Binarise = binarise });
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = kind }, LatentSize = 8 });
        double[,] rows = Rows(data.Train);
        double[] expected = Eigenvalues(Whitened(rows, (mean, variance) => kind == LikelihoodKind.Bernoulli ? variance : ContinuousVariance(mean)));
        Close(expected, found.Eigenvalues, 1e-4);
        Assert.Equal(Enumerable.Range(0, rows.GetLength(1)).Count(i => Column(rows, i).Distinct().Count() == 1), found.ConstantOutputs);
    }

    [Fact]
    public void Classes_are_whitened_by_the_pseudo_inverse_of_their_Fisher_information()
    {
        using PreparedData data = Open(new DataPlan { Source = "synthetic:sentences?examples=3000", Text = new TextPlan { MaxLength = 4, Vocabulary = 14 } });
        var options = new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical }, LatentSize = 4, Eigenvalues = 12 };
        Prediction found = Predictor.Predict(data.Train, options);
        Close(TextEigenvalues(data.Train), found.Eigenvalues, 1e-4);
    }

    [Fact]
    public void A_learned_variance_is_measured_at_that_of_the_data_and_its_spiral_is_foretold()
    {
        using PreparedData data = Open(new DataPlan { Source = "synthetic:gaussian?eigenvalues=3,1,1,1,1,1&examples=6000" });
        var learned = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Shared, Sigma2 = 0.1 };
        double[] exact = Eigenvalues(Whitened(Rows(data.Train), (mean, variance) => 1));
        double critical = exact[0] * 6 / exact.Sum();
        foreach (double beta in new[] { 0.9 * critical, 1.1 * critical })
        {
            Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = learned, LatentSize = 2, Beta = beta });
            Assert.Equal(critical, found.CriticalBeta, 1e-3 * critical);
            Assert.Equal(beta < critical, found.PredictedActiveUnits > 0);
            Assert.Equal(beta > critical, found.Warnings.Any(warning => warning.Contains("spirals", StringComparison.Ordinal)));
            Assert.Null(found.CriticalSigma2);
        }

        Prediction plateau = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = learned with { Sigma2 = 50 }, LatentSize = 2 });
        Assert.Contains(plateau.Warnings, warning => warning.Contains("plateau", StringComparison.Ordinal));
        // At beta = 1 the optimum is probabilistic principal components: sigma^2 is the mean of what is discarded.
        double sigma2 = exact.Skip(2).Average();
        Assert.Equal(0.5 * (Math.Log(exact[0] / sigma2) + Math.Log(exact[1] / sigma2)), plateau.PredictedRate, 1e-3);
        Prediction each = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = learned with { Variance = VarianceKind.PerOutput }, LatentSize = 2 });
        Close(Eigenvalues(Whitened(Rows(data.Train), (mean, variance) => variance)), each.Eigenvalues, 1e-4);
    }

    [Fact]
    public void Noise_of_few_examples_is_told_from_signal_along_other_examples_directions()
    {
        using PreparedData data = Open(new DataPlan { Source = "synthetic:gaussian?eigenvalues=" + string.Join(',', Enumerable.Repeat("1", 200)) + "&examples=250", Validation = 0.1, Test = 0.1 });
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian }, LatentSize = 4 });
        // Marchenko and Pastur: (1 + sqrt(200/200))^2 = 4.
        Assert.True(found.EigenvaluesAreHeldOut);
        Assert.InRange(found.CriticalBeta, 0.7, 1.9);
        Assert.Equal(found.CriticalBeta, found.CriticalBetaHeldOut);
        Assert.Contains(found.Warnings, warning => warning.Contains("noise alone", StringComparison.Ordinal));
    }

    [SharedDataFact("mnist")]
    public void The_published_eigenvalues_of_MNIST()
    {
        using PreparedData data = Open(new DataPlan { Source = SharedData.Path("mnist"), Validation = 0.01 });
        Prediction found = Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian }, LatentSize = 5, Examples = 60_000 });
        double[] published = [5.117, 3.741, 3.253, 2.842, 2.567];
        for (int i = 0; i < published.Length; i++) Assert.InRange(found.Eigenvalues[i] / published[i], 0.99, 1.01);
        Assert.Equal(5, found.PredictedActiveUnits);
    }

    [Fact]
    public void A_likelihood_without_a_constant_state_is_refused()
    {
        using PreparedData data = Open(new DataPlan { Source = "synthetic:shapes?examples=50&size=8" });
        Assert.Throws<NotSupportedException>(() => Predictor.Predict(data.Train, new PredictionOptions { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.DiscretisedLogistic } }));
    }

    private static PreparedData Open(DataPlan plan) => PreparedData.Open(plan, new Rng(1));

    private static double[,] Rows(DataView view)
    {
        float[] values = new float[view.Count * view.RowSize];
        view.ReadRange(0, view.Count, default, values);
        double[,] rows = new double[view.Count, view.RowSize];
        for (int i = 0; i < values.Length; i++) rows[i / view.RowSize, i % view.RowSize] = values[i];
        return rows;
    }

    private static double[] Column(double[,] rows, int column) => [.. Enumerable.Range(0, rows.GetLength(0)).Select(row => rows[row, column])];

    private static Matrix<double> Whitened(double[,] rows, Func<double, double, double> information)
    {
        var result = Matrix<double>.Build.Dense(rows.GetLength(0), rows.GetLength(1));
        for (int i = 0; i < rows.GetLength(1); i++)
        {
            double[] column = Column(rows, i);
            double mean = column.Average(), variance = column.Average(value => (value - mean) * (value - mean)), fisher = variance == 0 ? 0 : information(mean, variance);
            for (int row = 0; row < column.Length; row++) result[row, i] = fisher > 0 ? (column[row] - mean) / Math.Sqrt(fisher) : 0;
        }

        return result;
    }

    private static double[] Eigenvalues(Matrix<double> whitened) =>
        [.. (whitened.TransposeThisAndMultiply(whitened) / whitened.RowCount).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];

    // The variance of a continuous Bernoulli, by a fine sum over its density.
    private static double ContinuousVariance(double mean)
    {
        double logit = Uncollapse.Models.Likelihoods.ContinuousBernoulli.LogitOfMean(mean), total = 0, square = 0;
        const int Steps = 1_000_000;
        for (int i = 0; i < Steps; i++)
        {
            double x = (i + 0.5) / Steps, density = Math.Exp(logit * (x - (logit > 0 ? 1 : 0)));
            total += density;
            square += density * (x - mean) * (x - mean);
        }

        return square / total;
    }

    // The definition: E[s s^T] against E[F], place by place, through the pseudo-inverse of F.
    private static double[] TextEigenvalues(DataView view)
    {
        double[,] rows = Rows(view);
        int places = rows.GetLength(1), words = view.Vocabulary!.Count, size = places * words;
        var second = Matrix<double>.Build.Dense(size, size);
        var fisher = Matrix<double>.Build.Dense(size, size);
        double[,] probability = new double[places, words];
        double[] present = new double[places];
        for (int n = 0; n < view.Count; n++)
        {
            for (int t = 0; t < view.Length(n); t++)
            {
                probability[t, (int)rows[n, t]]++;
                present[t]++;
            }
        }

        for (int n = 0; n < view.Count; n++)
        {
            var score = Vector<double>.Build.Dense(size);
            for (int t = 0; t < view.Length(n); t++)
            {
                for (int w = 0; w < words; w++) score[(t * words) + w] = ((int)rows[n, t] == w ? 1 : 0) - (probability[t, w] / present[t]);
            }

            foreach ((int i, double a) in score.EnumerateIndexed(Zeros.AllowSkip))
            {
                foreach ((int j, double b) in score.EnumerateIndexed(Zeros.AllowSkip)) second[i, j] += a * b / view.Count;
            }
        }

        for (int t = 0; t < places; t++)
        {
            for (int a = 0; a < words && present[t] > 0; a++)
            {
                for (int b = 0; b < words; b++)
                {
                    double pa = probability[t, a] / present[t], pb = probability[t, b] / present[t];
                    fisher[(t * words) + a, (t * words) + b] = present[t] / view.Count * ((a == b ? pa : 0) - (pa * pb));
                }
            }
        }

        var parts = fisher.Evd(Symmetricity.Symmetric);
        var root = parts.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(parts.EigenValues.Map(value => value.Real > 1e-9 ? 1 / Math.Sqrt(value.Real) : 0)) * parts.EigenVectors.Transpose();
        return [.. (root * second * root).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
    }

    private static void Close(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        for (int i = 0; i < Math.Min(8, found.Count); i++) Assert.Equal(expected[i], found[i], tolerance * expected[0]);
    }
}
