using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>Every kind of state that a model can have comes through an interruption in mid-epoch: pseudo-inputs, running moments of means and features, masks of skips
/// and words, batches of like lengths, a variance that follows the error, two levels.</summary>
public sealed class ResumeKindsTests
{
    private const int BatchSize = 16;

    public static TheoryData<string> Kinds => ["ways round", "sentences", "pixelcnn", "optimal variance", "ladder", "aggressive", "pretraining", "refinement", "committed", "target rate", "target distortion", "cycles"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_interruption_in_mid_epoch_changes_no_bit(string kind)
    {
        string folder = Examples.Folder(count: 150), run = Path.Combine(folder, "run");
        Plan plan = PlanOf(kind, folder);
        using TrainedRun whole = Trainer.Train(plan, Path.Combine(folder, "whole"));
        long steps = whole.Info.Step / plan.Training.Epochs, atStep = steps + (steps / 2);
        Assert.InRange(atStep, steps + 1, (2 * steps) - 1);
        using var source = new CancellationTokenSource();
        var options = new TrainingOptions { Observers = [new Recorder { ActAtStep = atStep, Act = source.Cancel }], Time = new EveryStepClock() };
        using (TrainedRun part = Trainer.Train(plan, run, options, source.Token))
        {
            Assert.Equal((RunStatus.Interrupted, atStep), (part.Info.Status, part.Info.Step));
            Assert.NotEqual(Examples.Bits(whole.Model), Examples.Bits(part.Model));
        }

        using TrainedRun resumed = Trainer.Resume(run);
        ResumeTests.AssertSame(whole, resumed);
    }

    private static Plan PlanOf(string kind, string folder)
    {
        const string shapes = "synthetic:shapes?examples=160&size=8";
        var small = new NetworkPlan { Hidden = [12] };
        (string source, Binarisation binarise, string? condition, ModelPlan model) = kind switch
        {
            "ways round" => (shapes, Binarisation.Dynamic, "shape", WaysRound()),
            "sentences" => ("synthetic:sentences?examples=200", Binarisation.None, null, Sentences()),
            "pixelcnn" => (shapes, Binarisation.Threshold, null, new ModelPlan
            {
                Encoder = small with { Dropout = 0.2 },
                Decoder = new NetworkPlan { Kind = NetworkKind.Pixelcnn, Channels = [4], Layers = 2, ContextDropout = 0.3 },
            }),
            "optimal variance" => (Path.Combine(folder, "data.npy"), Binarisation.None, null, new ModelPlan
            {
                Encoder = small, Decoder = small, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Optimal },
            }),
            "aggressive" or "pretraining" or "refinement" => (Path.Combine(folder, "data.npy"), Binarisation.Dynamic, null, new ModelPlan { Encoder = small, Decoder = small with { Dropout = 0.1 } }),
            "committed" => (Path.Combine(folder, "data.npy"), Binarisation.Dynamic, null, new ModelPlan { Encoder = small, Decoder = small, Posterior = new PosteriorPlan { CommittedRate = 0.2 } }),
            "target rate" => (Path.Combine(folder, "data.npy"), Binarisation.Dynamic, null, new ModelPlan { Encoder = small, Decoder = small }),
            "target distortion" => (Path.Combine(folder, "data.npy"), Binarisation.None, null, new ModelPlan
            {
                Encoder = small, Decoder = small, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Optimal, Optimum = VarianceOptimum.PerExample },
            }),
            "cycles" => (Path.Combine(folder, "data.npy"), Binarisation.None, null, new ModelPlan
            {
                Encoder = small, Decoder = small, Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Bounded, Sigma2 = 0.1 },
            }),
            _ => (Path.Combine(folder, "data.npy"), Binarisation.Dynamic, (string?)null, new ModelPlan { Encoder = small, Decoder = small, Posterior = new PosteriorPlan { UpperUnits = 1 } }),
        };
        return new Plan
        {
            Seed = 11,
            Data = new DataPlan { Source = source, Binarise = binarise, Condition = condition is null ? [] : [condition] },
            Model = model with { Latent = 3 },
            Objective = kind switch
            {
                "target rate" => new ObjectivePlan { TargetRate = 1.5, IntegralGain = 0.01 },
                "target distortion" => new ObjectivePlan { TargetDistortion = -3, InformationWeight = 0.5, MmdLambda = 5 },
                "cycles" => new ObjectivePlan { Cycles = 2, WarmupShape = WarmupShape.Sigmoid },
                _ => new ObjectivePlan { WarmupEpochs = 2 },
            },
            Training = new TrainingPlan
            {
                Epochs = 3,
                BatchSize = BatchSize,
                Optimizer = new OptimizerPlan { LearningRate = 5e-3 },
                Aggressive = kind == "aggressive" ? new AggressivePlan { Failures = 2, Steps = 12, Window = 3 } : new AggressivePlan(),
                PretrainingEpochs = kind == "pretraining" ? 1 : 0,
                Refinement = kind == "refinement" ? new RefinementPlan { Steps = 4 } : new RefinementPlan(),
            },
        };
    }

    private static ModelPlan WaysRound()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Conv, Channels = [4, 6], Hidden = [], Normalisation = Normalisation.Batch };
        return new ModelPlan
        {
            Encoder = network,
            Decoder = network,
            Posterior = new PosteriorPlan { CentredScale = 0.6 },
            Prior = new PriorPlan { Kind = PriorKind.Vamp, Components = 4 },
            Skips = new SkipPlan { Kind = SkipKind.Gated, Dropout = 0.3 },
        };
    }

    private static ModelPlan Sentences()
    {
        var network = new NetworkPlan { Kind = NetworkKind.Lstm, Embedding = 6, State = 8 };
        return new ModelPlan
        {
            Encoder = network,
            Decoder = network with { ContextDropout = 0.3, Dropout = 0.2 },
            Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical },
        };
    }
}
