using System.Text.Json;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>
/// A linear VAE with a learned shared variance is probabilistic PCA (Tipping &amp; Bishop 1999; Lucas et al. 2019): trained on a Gaussian with eigenvalues
/// 25, 16, 9, 4, 1 it must reach the closed-form optimum (tests/Golden/ppca.json, computed by numpy).
/// </summary>
public sealed class PpcaTests(ITestOutputHelper output)
{
    private static readonly double[] _eigenvalues = [25, 16, 9, 4, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_linear_VAE_reaches_the_closed_form(int latent)
    {
        using TrainedRun run = Train(latent);
        JsonElement golden = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden("ppca.json"))).RootElement.GetProperty("learned_variance")
            .EnumerateArray().Single(entry => entry.GetProperty("latent").GetInt32() == latent);
        var marginal = Gaussian.Of(run.Model);

        // Fitting some 5 (latent + 1) + 1 numbers to N = 3277 examples costs as many / (2 N) nats, 0.003: the rest of 0.05 is the training's.
        double optimum = golden.GetProperty("nll").GetDouble();
        double reached = marginal.ExpectedNegativeLogDensity(_eigenvalues);
        output.WriteLine($"{latent} units: closed form {optimum:F4} nats, reached {reached:F4}");
        Assert.InRange(reached, optimum, optimum + 0.05);

        HistoryEntry last = run.History.Last(entry => entry.Kind == "epoch");
        // At the optimum the bound is tight; its sampling error over 410 held-out examples is sqrt(D / (2 * 410)) = 0.08.
        Assert.InRange(-last.Values[Measures.ValidationElbo]!.Value, optimum - 0.24, optimum + 0.29);
        Assert.Equal(golden.GetProperty("rate").GetDouble(), last.Values[Measures.ValidationRate]!.Value, 0.12);
        Assert.Equal(golden.GetProperty("sigma2").GetDouble(), last.Values[Measures.Sigma2]!.Value, 0.05 * golden.GetProperty("sigma2").GetDouble());
    }

    [Fact]
    public void The_importance_weighted_estimate_agrees_with_the_exact_likelihood()
    {
        using TrainedRun run = Train(2);
        var marginal = Gaussian.Of(run.Model);
        DataView test = run.Data.Test;
        float[] examples = new float[test.Count * test.OutputSize];
        test.ReadRange(0, test.Count, default, examples);
        double[] estimates = new double[test.Count];
        using var evaluator = new VaeEvaluator<float>(run.Model);
        evaluator.ImportanceWeighted(examples, 500, new Rng(11), estimates);

        double sum = 0, squares = 0;
        for (int n = 0; n < estimates.Length; n++)
        {
            double difference = estimates[n] - marginal.LogDensity(examples.AsSpan(n * 5, 5));
            sum += difference;
            squares += difference * difference;
        }

        double mean = sum / estimates.Length;
        double error = Math.Sqrt(((squares / estimates.Length) - (mean * mean)) / estimates.Length);
        output.WriteLine($"importance-weighted minus exact: {mean:E2} +- {error:E2} nats");
        // Paired, so far sharper than the error over examples; 2e-5 for single precision's sums of log densities.
        Assert.InRange(mean, (-3 * error) - 2e-5, (3 * error) + 2e-5);
        Assert.InRange(error, 0, 1e-2);
    }

    private static TrainedRun Train(int latent)
    {
        var linear = new NetworkPlan { Hidden = [] };
        return Trainer.Train(new Plan
        {
            Seed = 1,
            Data = new DataPlan { Source = "synthetic:gaussian?eigenvalues=25,16,9,4,1&rotate=false&examples=4096" },
            Model = new ModelPlan
            {
                Latent = latent,
                Encoder = linear,
                Decoder = linear,
                Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Shared, Sigma2 = 1 },
            },
            Training = new TrainingPlan
            {
                Epochs = 60,
                BatchSize = 64,
                Optimizer = new OptimizerPlan { LearningRate = 0.02 },
                Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine },
            },
        });
    }

    /// <summary>p(x) = N(m, W W^T + sigma^2 I) of a linear decoder, by a Cholesky factor C = L L^T in double.</summary>
    private sealed class Gaussian
    {
        private readonly double[] _mean;
        private readonly double[,] _factor;

        private Gaussian(double[] mean, double[,] covariance)
        {
            _mean = mean;
            int size = mean.Length;
            _factor = new double[size, size];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    double sum = covariance[i, j];
                    for (int k = 0; k < j; k++) sum -= _factor[i, k] * _factor[j, k];
                    _factor[i, j] = i == j ? Math.Sqrt(sum) : sum / _factor[j, j];
                }
            }
        }

        internal static Gaussian Of(Vae<float> model)
        {
            int size = model.OutputCount;
            float[] weight = model.Parameters["decoder.mean.weight"].Tensor.Data.ToArray();
            double sigma2 = Math.Exp(model.Parameters["likelihood.log_variance"].Tensor.Item);
            double[,] covariance = new double[size, size];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    covariance[i, j] = i == j ? sigma2 : 0;
                    for (int k = 0; k < model.LatentCount; k++) covariance[i, j] += (double)weight[(k * size) + i] * weight[(k * size) + j];
                }
            }

            return new Gaussian([.. model.Parameters["decoder.mean.bias"].Tensor.Data.ToArray().Select(value => (double)value)], covariance);
        }

        internal double LogDensity(ReadOnlySpan<float> x)
        {
            double[] residual = new double[_mean.Length];
            for (int i = 0; i < residual.Length; i++) residual[i] = x[i] - _mean[i];
            return -0.5 * (LogVolume() + SquaredLength(residual));
        }

        /// <summary>E -log p(x) for x ~ N(0, diag(variances)): 1/2 (log |2 pi C| + tr C^-1 S + m^T C^-1 m).</summary>
        internal double ExpectedNegativeLogDensity(double[] variances)
        {
            double trace = 0;
            for (int d = 0; d < variances.Length; d++)
            {
                double[] axis = new double[variances.Length];
                axis[d] = Math.Sqrt(variances[d]);
                trace += SquaredLength(axis);
            }

            return 0.5 * (LogVolume() + trace + SquaredLength(_mean));
        }

        private double LogVolume()
        {
            double sum = _mean.Length * Math.Log(2 * Math.PI);
            for (int i = 0; i < _mean.Length; i++) sum += 2 * Math.Log(_factor[i, i]);
            return sum;
        }

        /// <summary>v^T C^-1 v, by forward substitution.</summary>
        private double SquaredLength(double[] vector)
        {
            double[] solved = new double[vector.Length];
            double sum = 0;
            for (int i = 0; i < vector.Length; i++)
            {
                double value = vector[i];
                for (int k = 0; k < i; k++) value -= _factor[i, k] * solved[k];
                solved[i] = value / _factor[i, i];
                sum += solved[i] * solved[i];
            }

            return sum;
        }
    }
}
