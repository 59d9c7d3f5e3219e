using Uncollapse.Data.Npy;
using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>Predictions from data against models that were trained.</summary>
public sealed class PredictionTests(ITestOutputHelper output)
{
    /// <summary>A living unit's rate, nats: the theory's of an eigenvalue 2 % above beta.</summary>
    private const double Living = 0.01;

    /// <summary>
    /// Linear models of eigenvalues 25, 16, 9, 4, 1: the units that live are those predicted at every weight more than 3 % away from a threshold, and the last dies within 3 % of 25.
    /// </summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Linear_models_live_and_die_as_predicted_at_every_weight()
    {
        double[] betas = [0.5, .. Enumerable.Range(1, 24).Select(beta => (double)beta)];
        int counted = 0, right = 0;
        var capacities = new List<(double Capacity, double Rate)>();
        foreach (double beta in betas)
        {
            (Prediction prediction, double[] rates, Geometry geometry) = Linear(beta);
            if (prediction.Eigenvalues.Any(value => Math.Abs((value / beta) - 1) < 0.03)) continue;
            counted++;
            int alive = rates.Count(rate => rate > Living);
            if (alive == prediction.PredictedActiveUnits) right++;
            output.WriteLine(FormattableString.Invariant($"beta {beta}: predicted {prediction.PredictedActiveUnits}, alive {alive}, rate {rates.Sum():F3} of {prediction.PredictedRate:F3}, capacity {geometry.CapacityAtBeta:F3}"));
            Assert.Equal(prediction.PredictedRate, rates.Sum(), 0.03 + (0.02 * prediction.PredictedRate));
            capacities.Add((geometry.CapacityAtBeta, prediction.PredictedRate));
        }

        // The capacity is the rate at the optimum; nearest to a threshold a training is a thousandth of a nat away from it.
        Assert.All(capacities, pair => Assert.Equal(pair.Rate, pair.Capacity, Math.Max(0.01 * pair.Rate, 0.0011)));
        Assert.True(right >= 0.97 * counted, $"{right} of {counted}");
        double critical = Linear(25).Prediction.CriticalBeta;
        // So close to the threshold growth is slow, and units share the one direction at hardly a cost: their sum is 1/2 log(1/0.97) = 0.015.
        Assert.True(Linear(0.97 * critical, 1600).Rates.Sum() > Living, "3 % below it lives");
        Assert.True(Linear(1.03 * critical, 1600).Rates.Sum() < Living, "3 % above it does not");
    }

    /// <summary>The same at three weights, in seconds.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(30)]
    public void A_linear_model_lives_as_predicted(double beta)
    {
        (Prediction prediction, double[] rates, _) = Linear(beta);
        Assert.Equal(prediction.PredictedActiveUnits, rates.Count(rate => rate > Living));
        Assert.Equal(prediction.PredictedRate, rates.Sum(), 0.03 + (0.02 * prediction.PredictedRate));
    }

    /// <summary>Networks: below the critical weight a unit lives at a rate near 1/2 log(1/share), above it none.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(LikelihoodKind.Bernoulli, 1)]
    [InlineData(LikelihoodKind.Bernoulli, 2)]
    [InlineData(LikelihoodKind.Bernoulli, 3)]
    [InlineData(LikelihoodKind.Categorical, 1)]
    [InlineData(LikelihoodKind.Categorical, 2)]
    [InlineData(LikelihoodKind.Categorical, 3)]
    public void On_shapes(LikelihoodKind kind, long seed) => Networks(new DataPlan { Source = "synthetic:shapes?examples=4000&size=12", Examples = 3000 }, kind, seed, 2);

    /// <summary>The same on digits.</summary>
    [SharedDataTheory("mnist")]
    [Trait("Category", "Long")]
    [InlineData("mnist", LikelihoodKind.Bernoulli, 1)]
    [InlineData("mnist", LikelihoodKind.Bernoulli, 2)]
    [InlineData("mnist", LikelihoodKind.Bernoulli, 3)]
    public void On_digits(string data, LikelihoodKind kind, long seed) => Networks(new DataPlan { Source = SharedData.Path(data), Examples = 3000 }, kind, seed, 1.3);

    /// <summary>Digits whose pixels are means of 4 by 4, in eight grey levels: with 256 there are more directions than a few thousand examples can tell apart, and the prediction is from below.</summary>
    [SharedDataTheory("mnist")]
    [Trait("Category", "Long")]
    [InlineData("mnist", 1)]
    [InlineData("mnist", 2)]
    [InlineData("mnist", 3)]
    public void On_small_grey_digits(string data, long seed)
    {
        string folder = TestFiles.TemporaryFolder(), file = Path.Combine(folder, "digits.npy");
        NpyWriter.Write(file, Reduced(SharedData.Path(data), 4));
        Networks(new DataPlan { Source = file, Examples = 3000 }, LikelihoodKind.Categorical, seed, 1.5, 240);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>One learned variance: the last unit dies at l_1 D / trace; one for each output: at the first eigenvalue of the correlations.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(VarianceKind.Shared)]
    [InlineData(VarianceKind.PerOutput)]
    public void A_learned_variance_locks_above_its_critical_weight_and_not_below(VarianceKind variance)
    {
        foreach (long seed in new long[] { 1, 2, 3 })
        {
            foreach ((double share, bool lives) in new[] { (0.9, true), (1.1, false) })
            {
                double critical = Predict(Gaussian(variance, 1, seed)).CriticalBeta;
                Plan plan = Gaussian(variance, share * critical, seed);
                double[] rates = Rates(plan);
                output.WriteLine(FormattableString.Invariant($"{variance} seed {seed}: {share} of {critical:F3}: rate {rates.Sum():F3}"));
                Assert.Equal(lives, rates.Max() > Living);
            }
        }
    }

    private static Plan Gaussian(VarianceKind variance, double beta, long seed) => LinearPlan(beta, "synthetic:gaussian?eigenvalues=6,2,2,1,1,1,1,1&examples=4096", seed) with
    {
        Model = LinearModel(8) with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = variance, Sigma2 = 0.3 } },
    };

    private static (Prediction Prediction, double[] Rates, Geometry Geometry) Linear(double beta, int epochs = 400)
    {
        Plan plan = LinearPlan(beta, "synthetic:gaussian?eigenvalues=25,16,9,4,1&examples=4096", 1);
        plan = plan with { Training = plan.Training with { Epochs = epochs } };
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "test", Plan = plan };
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(subject, new DiagnosisOptions { Split = "train", Examples = 500, Samples = 1, ImportanceSamples = 0, RefinedExamples = 0, UnitExamples = 0, MarginExamples = 0, GeometryExamples = 20, ProbeExamples = 0, BootstrapReplicates = 20 });
        return (Predict(plan), [.. Diagnoser.Rates(subject, new DiagnosisOptions { Split = "train" })], found.Geometry!);
    }

    private static Plan LinearPlan(double beta, string source, long seed) => new()
    {
        Seed = seed,
        Data = new DataPlan { Source = source },
        Model = LinearModel(5),
        Objective = new ObjectivePlan { Beta = beta },
        Training = new TrainingPlan { Epochs = 400, BatchSize = 128, Optimizer = new OptimizerPlan { LearningRate = 0.01 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine } },
    };

    private static ModelPlan LinearModel(int units) => new()
    {
        Latent = units,
        Encoder = new NetworkPlan { Hidden = [] },
        Decoder = new NetworkPlan { Hidden = [] },
        Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian },
    };

    /// <param name="data">The examples.</param>
    /// <param name="kind">The likelihood.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="factor">How far the rate at 0.75 may be from the linear theory's: bent networks gain more where two directions are nearly alike, as on shapes.</param>
    /// <param name="epochs">The epochs: next to its threshold a code grows slowly.</param>
    private void Networks(DataPlan data, LikelihoodKind kind, long seed, double factor, int epochs = 80)
    {
        foreach ((double share, bool lives) in new[] { (0.75, true), (0.9, true), (1.1, false) })
        {
            Prediction prediction = Trained(data, kind, seed, share, epochs, out double[] rates);
            output.WriteLine(FormattableString.Invariant($"{kind} seed {seed}: {share} of {prediction.CriticalBeta:F2}: rates {rates.Max():F3} of {rates.Sum():F3}, theory {prediction.PredictedRate:F3}"));
            Assert.Equal(lives, rates.Max() > Living);
            if (share == 0.75) Assert.InRange(rates.Sum() / prediction.PredictedRate, 1 / factor, factor);
        }
    }

    private static Prediction Trained(DataPlan data, LikelihoodKind kind, long seed, double share, int epochs, out double[] rates)
    {
        var network = new NetworkPlan { Hidden = [100], Activation = Activation.Tanh };
        var plan = new Plan
        {
            Seed = seed,
            Data = data with { Binarise = kind == LikelihoodKind.Bernoulli ? Binarisation.Static : Binarisation.None },
            Model = new ModelPlan { Latent = 4, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = kind } },
            Training = new TrainingPlan { Epochs = epochs, BatchSize = 100, Optimizer = new OptimizerPlan { LearningRate = 0.002 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine } },
        };
        plan = plan with { Objective = new ObjectivePlan { Beta = share * Predict(plan).CriticalBeta } };
        rates = Rates(plan);
        return Predict(plan);
    }

    private static Prediction Predict(Plan plan)
    {
        using var data = Data.Preparation.PreparedData.Open(plan.Data, new Tensors.Randomness.Rng((ulong)plan.Seed));
        return Predictor.Predict(data.Train, PredictionOptions.Of(plan, data.Train.OutputSize) with { BootstrapReplicates = 20 });
    }

    /// <summary>Training pictures in which each pixel is the mean of a square of them, in eight grey levels.</summary>
    private static NpyArray Reduced(string source, int factor)
    {
        using var data = Data.Preparation.PreparedData.Open(new DataPlan { Source = source, Examples = 5000 }, new Tensors.Randomness.Rng(0));
        int side = (int)Math.Sqrt(data.Train.OutputSize), small = side / factor, pixels = small * small;
        float[] row = new float[data.Train.OutputSize];
        byte[] bytes = new byte[data.Train.Count * pixels];
        for (int n = 0; n < data.Train.Count; n++)
        {
            data.Train.Read([n], new Tensors.Randomness.Rng(0), row);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                double sum = 0;
                for (int i = 0; i < factor * factor; i++) sum += row[((((pixel / small) * factor) + (i / factor)) * side) + ((pixel % small) * factor) + (i % factor)];
                bytes[(n * pixels) + pixel] = (byte)(36 * Math.Round(7 * sum / (factor * factor)));
            }
        }

        return NpyArray.From(bytes, data.Train.Count, small, small);
    }

    // On the training examples: the law is about the objective that was maximised.
    private static double[] Rates(Plan plan)
    {
        using TrainedRun run = Trainer.Train(plan);
        return [.. Diagnoser.Rates(new ModelSubject { Model = run.Model, Data = run.Data, Source = "test", Plan = plan }, new DiagnosisOptions { Split = "train" })];
    }
}
