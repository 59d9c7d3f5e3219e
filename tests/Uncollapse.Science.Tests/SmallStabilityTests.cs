using Uncollapse.Diagnosis;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>The law on trained decoders as <see cref="StabilityTests"/> has it on MNIST, small enough for every run: pictures of 10 x 10 pixels that are drawn.</summary>
public sealed class SmallStabilityTests(ITestOutputHelper output)
{
    private const int Pixels = 100;

    /// <summary>A dead model's rate, nats.</summary>
    private const double Dead = 0.02;

    /// <summary>A weight that no code survives: the decoder is trained without one.</summary>
    private const double Deadly = 3000;

    [Fact]
    public void The_more_a_decoder_sees_the_less_is_left_for_a_code()
    {
        StabilityMargin[] margins = [.. new[] { 0, 2, 12 }.Select(context => Trained(context, Deadly).Stability!.AsItIs)];
        double[] lambdas = [.. margins.Select(margin => margin.Lambda1)];
        Assert.Equal(lambdas.OrderDescending(), lambdas);
        // Without a past it is the factorised decoder, of which the data alone tell the first eigenvalue: between the estimate from below and the one from above.
        using TrainedRun run = Trainer.Train(Plan(0, Deadly) with { Training = Plan(0, Deadly).Training with { Epochs = 1 } });
        double foretold = Predictor.Predict(run.Data.Train, PredictionOptions.Of(Plan(0, 1), Pixels)).CriticalBeta;
        Assert.InRange(foretold, 0.95 * lambdas[0], 1.1 * margins[0].Lambda1InSample);
        Assert.True(lambdas[2] < 0.6 * lambdas[0], $"{lambdas[2]} of {lambdas[0]}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_code_lives_below_lambda_1_and_dies_above_it(int context)
    {
        double lambda = Trained(context, Deadly).Stability!.AsItIs.Lambda1;
        Assert.True(Trained(context, 0.6 * lambda).Rate > Dead);
        Assert.InRange(Trained(context, 1.6 * lambda).Rate, 0, Dead);
    }

    private Records.Diagnoses.Diagnosis Trained(int context, double beta)
    {
        Plan plan = Plan(context, beta);
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "shapes", Plan = plan };
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(
            subject, new DiagnosisOptions { Examples = 1000, Samples = 1, ImportanceSamples = 0, RefinedExamples = 0, GeometryExamples = 0, UnitExamples = 0, ProbeExamples = 0, BootstrapReplicates = 50 });
        StabilityMargin own = found.Stability!.AsItIs;
        output.WriteLine(FormattableString.Invariant($"context {context}, beta {beta:F2}: rate {found.Rate:F3}, distortion {found.Reconstruction!.Distortion:F1}, lambda_1 {own.Lambda1:F2} [{own.Ci95[0]:F2}, {own.Ci95[1]:F2}], in sample {own.Lambda1InSample:F2}; {found.Seconds:F1} s"));
        return found;
    }

    private static Plan Plan(int context, double beta) => new()
    {
        Seed = 1,
        Data = new DataPlan { Source = "synthetic:shapes?examples=4000&size=10", Binarise = Binarisation.Threshold },
        Model = new ModelPlan { Latent = 4, Encoder = new NetworkPlan { Hidden = [64] }, Decoder = new NetworkPlan { Kind = NetworkKind.Made, Hidden = [128], Context = context } },
        Objective = new ObjectivePlan { Beta = beta },
        Training = new TrainingPlan { Epochs = 20, BatchSize = 50, Optimizer = new OptimizerPlan { LearningRate = 0.003 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine } },
    };
}
