using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Tests.Models;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Models;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Xunit.Abstractions;

namespace Uncollapse.Diagnosis.Tests.Theory;

/// <summary>Stability margins against closed forms and against the prediction from data, which is the same law at the best constant.</summary>
public sealed class StabilityTests(ITestOutputHelper output)
{
    private static readonly DiagnosisOptions _few = new() { GeometryExamples = 0, RefinedExamples = 0, ImportanceSamples = 0, UnitExamples = 0, BootstrapReplicates = 200, Samples = 1, Examples = 2000 };

    /// <summary>A linear decoder at its mean code is the best constant: lambda_1 = l_1 / sigma^2 of the sample's covariance.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public void The_margin_of_a_linear_model_is_the_first_eigenvalue_over_beta_and_sigma2(int units, double beta)
    {
        using var model = new LinearModel(units);
        Stability found = Measure(model.Subject with { Plan = model.Plan with { Objective = new ObjectivePlan { Beta = beta } } });
        double[,] rows = Rows(model.Data.Test, 2000);
        double variance = Variance(rows, 0);
        Assert.Equal(variance / model.Sigma2 / beta, found.AsItIs.Margin, 0.02 * variance / model.Sigma2 / beta);
        Assert.Equal(variance / model.Sigma2, found.AsItIs.Lambda1InSample, 0.01 * variance / model.Sigma2);
        Assert.InRange(found.AsItIs.Lambda1, found.AsItIs.Ci95[0], found.AsItIs.Ci95[1]);
        Assert.Equal(model.Sigma2, found.AsItIs.Sigma2!.Value, 1e-4);
        // The residual without a code is the whole variance: 11 an output.
        double trace = Enumerable.Range(0, 5).Sum(d => Variance(rows, d));
        StabilityMargin refitted = found.Without.Single(margin => margin.Suspect == "variance");
        Assert.Equal(variance * 5 / trace, refitted.Lambda1, 0.02 * variance * 5 / trace);
        Assert.Equal(trace / 5, refitted.Sigma2!.Value, 0.01 * trace);
        Assert.Equal(beta == 1 ? ["variance"] : new[] { "beta", "variance", "all" }, found.Without.Select(margin => margin.Suspect));
    }

    /// <summary>Whatever a factorised decoder says, biases bring it to the best constant: lambda_1 is the prediction's on the same examples.</summary>
    [Theory]
    [InlineData(LikelihoodKind.Bernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.ContinuousBernoulli, VarianceKind.Fixed)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Shared)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Optimal)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.PerOutput)]
    [InlineData(LikelihoodKind.Gaussian, VarianceKind.Predicted)]
    public void A_factorised_decoder_without_a_code_is_the_best_constant(LikelihoodKind kind, VarianceKind variance)
    {
        var likelihood = new LikelihoodPlan { Kind = kind, Variance = variance, Sigma2 = 0.05 };
        var data = new DataPlan { Source = "synthetic:shapes?examples=3000&size=8", Binarise = kind == LikelihoodKind.Bernoulli ? Binarisation.Threshold : Binarisation.None };
        using var subject = new Built(new Plan { Data = data, Model = new ModelPlan { Latent = 4, Encoder = new NetworkPlan { Hidden = [20] }, Decoder = new NetworkPlan { Hidden = [20] }, Likelihood = likelihood } });
        Stability found = Measure(subject.Subject, "train", 3000);
        Prediction predicted = Predictor.Predict(subject.Data.Train, new PredictionOptions { Likelihood = likelihood, Examples = 100_000 });
        output.WriteLine($"{found.AsItIs.Lambda1} in sample {found.AsItIs.Lambda1InSample}; {predicted.CriticalBeta}, {predicted.CriticalBetaHeldOut}");
        Assert.Equal(predicted.CriticalBeta, found.AsItIs.Lambda1InSample, 0.01 * predicted.CriticalBeta);
        // Other halves of the same examples: the directions of the largest eigenvalues mix. The first of a continuous Bernoulli is one nearly black corner, lit in one half alone.
        if (kind != LikelihoodKind.ContinuousBernoulli) Assert.Equal(predicted.CriticalBetaHeldOut, found.AsItIs.Lambda1, 0.15 * predicted.CriticalBeta);
    }

    /// <summary>Every decoder has a margin; its past hidden, skips cut and condition dropped, it is the best constant again.</summary>
    [Theory]
    [InlineData(NetworkKind.Made, SkipKind.None, false)]
    [InlineData(NetworkKind.Pixelcnn, SkipKind.None, false)]
    [InlineData(NetworkKind.Conv, SkipKind.None, false)]
    [InlineData(NetworkKind.Mlp, SkipKind.Plain, false)]
    [InlineData(NetworkKind.Mlp, SkipKind.Gated, false)]
    [InlineData(NetworkKind.Conv, SkipKind.Plain, false)]
    [InlineData(NetworkKind.Mlp, SkipKind.None, true)]
    public void Without_its_ways_round_every_decoder_is_the_best_constant(NetworkKind kind, SkipKind skips, bool isConditional)
    {
        var network = new NetworkPlan { Kind = kind is NetworkKind.Conv ? NetworkKind.Conv : NetworkKind.Mlp, Hidden = [20], Channels = [4, 4] };
        var plan = new Plan
        {
            Data = new DataPlan { Source = "synthetic:shapes?examples=2000&size=8", Binarise = Binarisation.Threshold, Condition = isConditional ? ["shape"] : [] },
            Model = new ModelPlan { Latent = 3, Encoder = network, Decoder = network with { Kind = kind, Channels = kind == NetworkKind.Pixelcnn ? [6] : [4, 4] }, Skips = new SkipPlan { Kind = skips } },
            Objective = new ObjectivePlan { Beta = 2 },
        };
        using var subject = new Built(plan);
        Stability found = Measure(subject.Subject, "train");
        Prediction predicted = Predictor.Predict(subject.Data.Train, new PredictionOptions { Likelihood = plan.Model.Likelihood, Examples = 100_000 });
        bool hasWay = kind is NetworkKind.Made or NetworkKind.Pixelcnn || skips != SkipKind.None || isConditional;
        string[] expected = hasWay ? ["beta", kind is NetworkKind.Made or NetworkKind.Pixelcnn ? "past" : isConditional ? "condition" : "skips", "all"] : ["beta"];
        Assert.Equal(expected, found.Without.Select(margin => margin.Suspect));
        StabilityMargin bare = found.Without[^1];
        output.WriteLine($"{found.AsItIs.Lambda1}; bare {bare.Lambda1} in sample {bare.Lambda1InSample}; {predicted.CriticalBeta}");
        Assert.Equal(predicted.CriticalBeta, bare.Lambda1InSample, 0.06 * predicted.CriticalBeta);
        Assert.Equal(found.AsItIs.Lambda1 / 2, found.AsItIs.Margin, 1e-12);
        Assert.Equal(bare.Lambda1, bare.Margin, 1e-12);
    }

    /// <summary>Language models: in the directions of their last features, held out and in sample.</summary>
    [Theory]
    [InlineData(NetworkKind.Lstm)]
    [InlineData(NetworkKind.Gru)]
    [InlineData(NetworkKind.Transformer)]
    public void A_language_model_has_a_margin_in_its_last_features(NetworkKind kind)
    {
        var network = new NetworkPlan { Kind = kind, Embedding = 8, State = 12, Layers = 1, Heads = 2 };
        var plan = new Plan
        {
            Data = new DataPlan { Source = "synthetic:sentences?examples=2000", Text = new TextPlan { MaxLength = 8, Vocabulary = 20 } },
            Model = new ModelPlan { Latent = 3, Encoder = network with { Kind = NetworkKind.Lstm }, Decoder = network, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical } },
        };
        using var subject = new Built(plan);
        Stability found = Measure(subject.Subject, "train");
        output.WriteLine($"{found.AsItIs.Lambda1}, {found.AsItIs.Lambda1InSample} {found.AsItIs.Directions}");
        Assert.Equal("past", Assert.Single(found.Without).Suspect);
        Assert.All(found.Without.Append(found.AsItIs), margin => Assert.True(margin.Lambda1 > 0 && margin.Lambda1InSample >= margin.Lambda1 * 0.9));
        Assert.Contains("last 12 features", found.AsItIs.Directions, StringComparison.Ordinal);
    }

    /// <summary>
    /// Data drawn from an autoregressive decoder leave nothing for a code: its scores are martingale differences, so lambda_1 is 1, while the same data have more for a decoder that does
    /// not see the past. 6,000 examples of 12 outputs: noise moves the largest of 12 eigenvalues by up to 2 sqrt(12/6000) = 9 %.
    /// </summary>
    [Fact]
    public void An_autoregressive_decoder_that_is_right_has_a_lambda_of_1()
    {
        const int examples = 8000, outputs = 12;
        var plan = new Plan
        {
            Model = new ModelPlan { Latent = 2, Encoder = new NetworkPlan { Hidden = [4] }, Decoder = new NetworkPlan { Kind = NetworkKind.Made, Hidden = [24], Activation = Activation.Tanh } },
            Data = new DataPlan { Source = Path.Combine(TestFiles.TemporaryFolder(), "drawn.csv"), Scale = Scaling.None },
        };
        var statistics = new DataStatistics([.. Enumerable.Repeat(0.5, outputs)]) { Width = outputs };
        using (var made = Vae<float>.Build(plan.Model, statistics, new Rng(3)))
        using (var evaluator = new VaeEvaluator<float>(made))
        {
            Deafen(made);
            float[] drawn = new float[examples * outputs];
            evaluator.Sample(new float[examples * 2], new Rng(4), drawn);
            File.WriteAllLines(plan.Data.Source, Enumerable.Range(0, examples).Select(n => string.Join(',', drawn.Skip(n * outputs).Take(outputs))));
        }

        using var subject = new Built(plan, 3);
        Deafen(subject.Subject.Model);
        Stability found = Measure(subject.Subject, "train", 6000);
        StabilityMargin blind = found.Without.Single(margin => margin.Suspect == "past");
        output.WriteLine($"{found.AsItIs.Lambda1} {found.AsItIs.Lambda1InSample}; blind {blind.Lambda1}");
        Assert.InRange(found.AsItIs.Lambda1, 0.9, 1.1);
        Assert.InRange(found.AsItIs.Lambda1InSample, 1, 1.12);
        Assert.True(blind.Ci95[0] > 1.5);
    }

    /// <summary>Stronger ties to the past, none to the code.</summary>
    private static void Deafen(Vae<float> model)
    {
        foreach (Parameter<float> parameter in model.Parameters.Trained.Where(parameter => parameter.Name.StartsWith("decoder", StringComparison.Ordinal)))
        {
            foreach (ref float value in parameter.Tensor.Data) value = parameter.Name.Contains(".code", StringComparison.Ordinal) ? 0 : 3 * value;
        }
    }

    /// <summary>Poisson at the best shares with the observed library: score x - l rho, F = mean of diag(l rho) - l rho rho^T.</summary>
    [Theory]
    [InlineData(LikelihoodKind.Poisson)]
    [InlineData(LikelihoodKind.Multinomial)]
    public void The_margin_of_counts_is_that_of_the_best_shares(LikelihoodKind kind)
    {
        const int examples = 1500, outputs = 30;
        string path = Path.Combine(TestFiles.TemporaryFolder(), "counts.csv");
        File.WriteAllLines(path, Enumerable.Range(0, examples).Select(n => string.Join(',', Counts(new Rng(9).Fork((ulong)n), outputs))));
        using var subject = new Built(new Plan
        {
            Data = new DataPlan { Source = path, Kind = DataKind.Counts },
            Model = new ModelPlan { Latent = 3, Encoder = new NetworkPlan { Hidden = [16] }, Decoder = new NetworkPlan { Hidden = [16] }, Likelihood = new LikelihoodPlan { Kind = kind } },
        });
        Stability found = Measure(subject.Subject, "train");
        double expected = PoissonEigenvalue(Rows(subject.Data.Train, subject.Data.Train.Count));
        output.WriteLine($"{found.AsItIs.Lambda1}, {found.AsItIs.Lambda1InSample}; {expected}");
        Assert.Equal(expected, found.AsItIs.Lambda1InSample, 0.01 * expected);
        Assert.Equal(expected, found.AsItIs.Lambda1, 0.1 * expected);
    }

    /// <summary>The law at the constant state is the same number by another road, or the state could not be fitted, which is said by silence. A wrong margin is never told.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(20)]
    public void The_margin_of_overdispersed_counts_is_the_predictions_or_is_not_told(double theta)
    {
        using var subject = new Built(new Plan
        {
            Data = new DataPlan { Source = "synthetic:cells?examples=1500&genes=60&types=3&depth=300" },
            Model = new ModelPlan
            {
                Latent = 3, Encoder = new NetworkPlan { Hidden = [16] }, Decoder = new NetworkPlan { Hidden = [16] },
                Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.NegativeBinomial, Theta = theta, FixedTheta = true },
            },
        });
        double law = Predictor.Predict(subject.Data.Train, PredictionOptions.Of(subject.Subject.Plan!, subject.Data.Train.OutputSize) with { BootstrapReplicates = 20 }).CriticalBeta;
        Stability? found = Diagnoser.Diagnose(subject.Subject, new DiagnosisOptions { Split = "train", ImportanceSamples = 0, UnitExamples = 0, RefinedExamples = 0, GeometryExamples = 0, ProbeExamples = 0, BootstrapReplicates = 20 }).Stability;
        output.WriteLine($"{found?.AsItIs.Lambda1}, {found?.AsItIs.Lambda1InSample}; {law}");
        if (theta >= 2) Assert.NotNull(found);
        if (found is not null) Assert.InRange(found.AsItIs.Lambda1, 0.8 * law, 1.1 * law);
    }

    private static IEnumerable<int> Counts(Rng rng, int outputs)
    {
        double[] draws = new double[outputs + 2];
        rng.FillUniform(draws);
        double factor = draws[outputs] < 0.5 ? -0.4 : 0.4, library = 60 + (60 * draws[outputs + 1]);
        double[] shares = [.. Enumerable.Range(0, outputs).Select(d => Math.Exp((factor * (d % 2)) + (0.1 * (d % 5))))];
        double total = shares.Sum();
        for (int d = 0; d < outputs; d++)
        {
            double mean = library * shares[d] / total, probability = Math.Exp(-mean), left = draws[d];
            int count = 0;
            while (left > probability && count < 200)
            {
                left -= probability;
                probability *= mean / ++count;
            }

            yield return count;
        }
    }

    private static double PoissonEigenvalue(double[,] rows)
    {
        int n = rows.GetLength(0), outputs = rows.GetLength(1);
        double[] total = new double[outputs], library = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int d = 0; d < outputs; d++)
            {
                total[d] += rows[i, d];
                library[i] += rows[i, d];
            }
        }

        double all = library.Sum();
        double[] rho = [.. total.Select(sum => sum / all)];
        Matrix<double> second = Matrix<double>.Build.Dense(outputs, outputs), information = Matrix<double>.Build.Dense(outputs, outputs, (a, b) => all / n * ((a == b ? rho[a] : 0) - (rho[a] * rho[b])));
        for (int i = 0; i < n; i++)
        {
            Vector<double> score = Vector<double>.Build.Dense(outputs, d => rows[i, d] - (library[i] * rho[d]));
            second += score.OuterProduct(score) / n;
        }

        // F is singular along 1: whitened without that direction.
        Evd<double> evd = information.Evd(Symmetricity.Symmetric);
        Matrix<double> root = evd.EigenVectors.SubMatrix(0, outputs, 1, outputs - 1) * Matrix<double>.Build.Diagonal(outputs - 1, outputs - 1, i => 1 / Math.Sqrt(evd.EigenValues[i + 1].Real));
        return root.TransposeThisAndMultiply(second * root).Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real);
    }

    private static Stability Measure(ModelSubject subject, string split = "test", int examples = 2000) =>
        Diagnoser.Diagnose(subject, _few with { Split = split, Examples = examples, MarginExamples = examples }).Stability!;

    private static double[,] Rows(DataView view, int count)
    {
        count = Math.Min(count, view.Count);
        float[] values = new float[count * view.RowSize];
        view.ReadRange(0, count, default, values);
        double[,] rows = new double[count, view.OutputSize];
        for (int n = 0; n < count; n++)
        {
            for (int d = 0; d < view.OutputSize; d++) rows[n, d] = values[(n * view.RowSize) + d];
        }

        return rows;
    }

    private static double Variance(double[,] rows, int column)
    {
        double[] values = [.. Enumerable.Range(0, rows.GetLength(0)).Select(n => rows[n, column])];
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    /// <summary>An untrained model with its data.</summary>
    private sealed class Built : IDisposable
    {
        public Built(Plan plan, ulong seed = 2)
        {
            Data = PreparedData.Open(plan.Data, new Rng(1));
            DataView train = Data.Train;
            var statistics = new DataStatistics(train.Statistics().Mean)
            {
                IsCounts = plan.Model.Likelihood.IsCount,
                Library = new LibraryStatistics(90, Math.Log(90), 0.2),
                Height = train.Shape.Height,
                Width = train.Shape.Width,
                Channels = train.Shape.Channels,
                VocabularySize = train.Vocabulary?.Count ?? 0,
                ConditionCount = train.ConditionCount,
            };
            Subject = new ModelSubject { Model = Vae<float>.Build(plan.Model, statistics, new Rng(seed)), Data = Data, Source = "built", Plan = plan };
        }

        public PreparedData Data { get; }

        public ModelSubject Subject { get; }

        public void Dispose()
        {
            Subject.Model.Dispose();
            Data.Dispose();
        }
    }
}
