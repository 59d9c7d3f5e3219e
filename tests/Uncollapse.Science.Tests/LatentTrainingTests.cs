using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>A small model with each kind of code on pictures of shapes: it trains as well as the diagonal one under a standard normal, and its code informs.</summary>
public sealed class LatentTrainingTests(ITestOutputHelper output)
{
    // The standard error of the ELBO over 400 held-out pictures whose log-likelihoods vary by some 10 nats is 0.5; two models on the same
    // pictures share most of it. 1.5 nats more is a difference of the models, which at this length of training no kind is known to need.
    private const double Margin = 1.5;
    private static readonly Lazy<double> Diagonal = new(() =>
    {
        using TrainedRun run = Train(new PosteriorPlan(), new PriorPlan());
        return Elbo(run);
    });

    public static TheoryData<PosteriorKind, double?, int, PriorKind> Kinds => new()
    {
        { PosteriorKind.Full, null, 0, PriorKind.Normal },
        { PosteriorKind.Diagonal, null, 3, PriorKind.Normal },
        { PosteriorKind.Diagonal, null, 0, PriorKind.Mixture },
        { PosteriorKind.Diagonal, null, 0, PriorKind.Vamp },
        { PosteriorKind.VonMisesFisher, null, 0, PriorKind.Normal },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_code_trains_and_informs(PosteriorKind kind, double? concentration, int upper, PriorKind prior)
    {
        using TrainedRun run = Train(
            new PosteriorPlan { Kind = kind, Concentration = concentration, UpperUnits = upper }, prior == PriorKind.Normal ? new PriorPlan() : new PriorPlan { Kind = prior, Components = 30 });
        double elbo = Elbo(run);
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(
            new ModelSubject { Model = run.Model, Data = run.Data, Source = "trained", Plan = run.Plan },
            new DiagnosisOptions { ImportanceSamples = 0, BootstrapReplicates = 50, Samples = 1, UnitExamples = 0 });
        output.WriteLine($"{kind}, {upper} upper units, {prior}: ELBO {elbo:F2} beside {Diagonal.Value:F2}; rate {found.Rate:F2}, information {found.MutualInformation.Estimate:F2}");
        // A sphere of 8 coordinates has 7 dimensions and no way to leave one unused: it may lose what the diagonal code gains by a spread of scales.
        double margin = kind == PosteriorKind.VonMisesFisher ? 2 * Margin : Margin;
        Assert.True(elbo >= Diagonal.Value - margin, $"{elbo} beside {Diagonal.Value}");
        Assert.True(found.MutualInformation.Estimate >= 1);
        Assert.NotEqual(Verdict.Collapsed, found.Verdict);
        if (upper == 0) return;
        IReadOnlyDictionary<string, double?> values = run.History.Last(entry => entry.Kind == "epoch").Values;
        Assert.Equal(values[Measures.ValidationRate]!.Value, values[Measures.ValidationLevelRate(0)]!.Value + values[Measures.ValidationLevelRate(1)]!.Value, 1e-4);
    }

    private static TrainedRun Train(PosteriorPlan posterior, PriorPlan prior)
    {
        var network = new NetworkPlan { Hidden = [128], Activation = Activation.Relu };
        return Trainer.Train(new Plan
        {
            Seed = 3,
            Data = new DataPlan { Source = "synthetic:shapes?examples=2800&size=12", Validation = 400.0 / 2800, Test = 400.0 / 2800 },
            Model = new ModelPlan { Latent = 8, Encoder = network, Decoder = network, Posterior = posterior, Prior = prior },
            Training = new TrainingPlan { Epochs = 30, BatchSize = 50, Optimizer = new OptimizerPlan { LearningRate = 2e-3 } },
        });
    }

    private static double Elbo(TrainedRun run) => run.History.Where(entry => entry.Kind == "epoch").Max(entry => entry.Values[Measures.ValidationElbo]!.Value);
}
