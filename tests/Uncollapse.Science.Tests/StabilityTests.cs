using Uncollapse.Diagnosis;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Xunit.Abstractions;

namespace Uncollapse.Science.Tests;

/// <summary>The law on trained decoders: what a decoder leaves for a code, and whether a code lives where the margin says so.</summary>
public sealed class StabilityTests(ITestOutputHelper output)
{
    private const int Examples = 10_000;

    /// <summary>A dead model's rate, nats.</summary>
    private const double Dead = 0.02;

    /// <summary>A weight that no code survives: the decoder is trained without one.</summary>
    private const double Deadly = 1000;

    private static readonly string[] _decoders = ["factorised", "made, context 3", "made, context 28", "made", "pixelcnn"];

    /// <summary>
    /// Binarised MNIST: from a factorised decoder over ones that see more of the past, the less is left to describe the less is left for a code, down towards 1.
    /// </summary>
    [SharedDataFact("mnist")]
    [Trait("Category", "Long")]
    public void The_more_a_decoder_sees_the_less_is_left_for_a_code()
    {
        var margins = new List<StabilityMargin>();
        foreach (string name in _decoders)
        {
            Records.Diagnoses.Diagnosis found = Trained(name, Deadly);
            Assert.InRange(found.Rate, 0, Dead);
            margins.Add(found.Stability!.AsItIs);
        }

        Assert.True(margins[0].Lambda1 > 20);
        Assert.Equal(margins.Take(3).OrderByDescending(margin => margin.Lambda1), margins.Take(3));
        // The last two describe digits about equally well.
        Assert.All(margins.Skip(3), margin => Assert.InRange(margin.Lambda1, 1, margins[2].Lambda1));
    }

    /// <summary>
    /// A VAE with each of these decoders lives below its lambda_1 and dies above it, in eight of ten cases. The misses are at 1.5 lambda_1: the one that sees all before has a lambda_1 between 1.7 and 4.5, as half of
    /// the examples do not find its direction, and a PixelCNN keeps 0.04 nats after four epochs.
    /// </summary>
    [SharedDataFact("mnist")]
    [Trait("Category", "Long")]
    public void A_code_lives_below_lambda_1_and_dies_above_it()
    {
        int right = 0;
        foreach (string name in _decoders)
        {
            double lambda = Trained(name, Deadly).Stability!.AsItIs.Lambda1;
            foreach (double share in new[] { 0.7, 1, 1.5 })
            {
                Records.Diagnoses.Diagnosis found = Trained(name, share * lambda);
                if (share < 1) Assert.True(found.Rate > Dead, name);
                if (share != 1 && share < 1 == found.Rate > Dead) right++;
            }
        }

        Assert.True(right >= 8, $"{right} of 10");
    }

    private Records.Diagnoses.Diagnosis Trained(string name, double beta)
    {
        var network = new NetworkPlan { Hidden = [200], Activation = Activation.Tanh };
        NetworkPlan decoder = name switch
        {
            "factorised" => network,
            "pixelcnn" => new NetworkPlan { Kind = NetworkKind.Pixelcnn, Channels = [16], Kernel = 5, Layers = 3 },
            "made" => network with { Kind = NetworkKind.Made, Hidden = [500] },
            _ => network with { Kind = NetworkKind.Made, Hidden = [500], Context = int.Parse(name.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) },
        };
        var plan = new Plan
        {
            Seed = 1,
            Data = new DataPlan { Source = SharedData.Path("mnist"), Examples = Examples, Binarise = Binarisation.Static },
            Model = new ModelPlan { Latent = 8, Encoder = network, Decoder = decoder },
            Objective = new ObjectivePlan { Beta = beta },
            Training = new TrainingPlan { Epochs = name == "pixelcnn" ? 4 : 20, BatchSize = 100, Optimizer = new OptimizerPlan { LearningRate = 0.002 }, Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine } },
        };
        using TrainedRun run = Trainer.Train(plan);
        var subject = new ModelSubject { Model = run.Model, Data = run.Data, Source = name, Plan = plan };
        Records.Diagnoses.Diagnosis found = Diagnoser.Diagnose(subject, new DiagnosisOptions { Examples = 4000, MarginExamples = 10_000, Samples = 1, ImportanceSamples = 0, RefinedExamples = 0, GeometryExamples = 0, UnitExamples = 0, BootstrapReplicates = 200 });
        StabilityMargin own = found.Stability!.AsItIs;
        output.WriteLine(FormattableString.Invariant(
            $"{name}, beta {beta:F2}: rate {found.Rate:F3}, distortion {found.Reconstruction!.Distortion:F1}, lambda_1 {own.Lambda1:F2} [{own.Ci95[0]:F2}, {own.Ci95[1]:F2}], in sample {own.Lambda1InSample:F2}, margin {own.Margin:F2}, {found.Stability.CollapsedState}; {string.Join(", ", found.Stability.Without.Select(margin => FormattableString.Invariant($"without {margin.Suspect} {margin.Margin:F2}")))}; {found.Seconds:F1} s"));
        return found;
    }
}
