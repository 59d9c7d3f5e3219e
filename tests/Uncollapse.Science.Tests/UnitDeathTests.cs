using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>MNIST in [0, 1] under unit noise: as the KL's weight rises the units of a ReLU network die one by one, where the eigenvalues of the covariance say.</summary>
public sealed class UnitDeathTests(ITestOutputHelper output)
{
    private const int Units = 5;

    /// <summary>A living unit's rate, nats: the theory's of an eigenvalue 2 % above the weight.</summary>
    private const double Living = 0.01;

    private static readonly double[] _weights = [.. Enumerable.Range(0, 23).Select(i => 2.3 * Math.Pow(1.04, i))];

    [SharedDataTheory("mnist")]
    [Trait("Category", "Long")]
    [InlineData("mnist", 1)]
    [InlineData("mnist", 2)]
    [InlineData("mnist", 3)]
    public void Units_die_near_the_eigenvalues(string data, long seed)
    {
        Plan plan = Plan(SharedData.Path(data), seed);
        Prediction prediction = Predict(plan);
        (int Units, int Directions)[] found = [.. _weights.Select(beta => Alive(plan with { Objective = plan.Objective with { Beta = beta } }))];
        output.WriteLine($"seed {seed}: {string.Join(", ", _weights.Zip(found).Select(pair => FormattableString.Invariant($"{pair.First:F2}: {pair.Second.Units} units, {pair.Second.Directions} directions")))}");
        int[] alive = [.. found.Select(one => one.Directions)];
        double[] ratios = [.. Enumerable.Range(0, Units).Select(unit => Death(alive, unit) / prediction.Eigenvalues[unit])];
        for (int unit = 0; unit < Units; unit++) output.WriteLine(FormattableString.Invariant($"unit {unit + 1}: dies at {Death(alive, unit):F3}, eigenvalue {prediction.Eigenvalues[unit]:F3}, ratio {ratios[unit]:F3}"));
        // Not above, as the law has it; below by up to 13 %, as so near to its threshold the collapsed state is not left: four, four and three of five are within a tenth (docs/theory.md).
        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.85, 1.04));
        Assert.True(ratios.Count(ratio => ratio >= 0.9) >= 3, $"{string.Join(", ", ratios)}");
    }

    /// <summary>Between the last weight with so many alive and the next.</summary>
    private static double Death(int[] alive, int unit)
    {
        int last = Array.FindLastIndex(alive, count => count > unit);
        return last < 0 ? _weights[0] / Math.Sqrt(1.04) : _weights[last] * Math.Sqrt(1.04);
    }

    /// <summary>Units whose rate is alive, and directions of the code that the decoder moves along: two units may share one.</summary>
    private static (int Units, int Directions) Alive(Plan plan)
    {
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "test", Plan = plan };
        var options = new DiagnosisOptions { Split = "train", Examples = 1000, Samples = 1, ImportanceSamples = 0, RefinedExamples = 0, UnitExamples = 0, MarginExamples = 0, GeometryExamples = 100, ProbeExamples = 0, BootstrapReplicates = 20 };
        Geometry geometry = Diagnoser.Diagnose(subject, options).Geometry!;
        int units = Diagnoser.Rates(subject, new DiagnosisOptions { Split = "train" }).Count(rate => rate > Living);
        return (units, geometry.Eigenvalues.Count(g => 0.5 * Math.Log(1 + (g / geometry.Beta)) > Living));
    }

    private static Prediction Predict(Plan plan)
    {
        using var data = Data.Preparation.PreparedData.Open(plan.Data, new Tensors.Randomness.Rng((ulong)plan.Seed));
        return Predictor.Predict(data.Train, PredictionOptions.Of(plan, data.Train.OutputSize) with { BootstrapReplicates = 20 });
    }

    private static Plan Plan(string source, long seed)
    {
        var network = new NetworkPlan { Hidden = [128] };
        return new Plan
        {
            Seed = seed,
            Data = new DataPlan { Source = source },
            Model = new ModelPlan { Latent = Units, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Sigma2 = 1 } },
            // From random weights, beside the collapsed state, of which the law is: a code that is carried over from lower weights outlives it by up to 14 % (docs/theory.md).
            Training = new TrainingPlan { Epochs = 20, BatchSize = 100, Optimizer = new OptimizerPlan { LearningRate = 0.002 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine } },
        };
    }
}
