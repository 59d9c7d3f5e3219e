using Uncollapse.Data;
using Uncollapse.Data.Npy;
using Uncollapse.Models;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Uncollapse.Training.Checkpoints;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Tests.Support;

namespace Uncollapse.Training.Tests.Loop;

public sealed class CountTrainingTests
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    [Theory]
    [InlineData(LikelihoodKind.NegativeBinomial, LibraryKind.Observed)]
    [InlineData(LikelihoodKind.ZeroInflatedNegativeBinomial, LibraryKind.Latent)]
    [InlineData(LikelihoodKind.Multinomial, LibraryKind.Observed)]
    public void A_training_improves_and_its_model_comes_back_with_its_library(LikelihoodKind kind, LibraryKind library)
    {
        Plan plan = Plan(kind, library);
        string run = Path.Combine(_folder, "run");
        using TrainedRun trained = Trainer.Train(plan, run);
        var epochs = trained.History.Where(entry => entry.Kind == "epoch").ToArray();
        Assert.True(epochs[^1].Values[Measures.ValidationDistortion] < epochs[0].Values[Measures.ValidationDistortion] - 0.5);
        using Vae<float> loaded = RunFolder.Open(run).LoadModel(CheckpointKind.Last);
        Assert.Equal(trained.Model.Library!.Median, loaded.Library!.Median);
        Assert.InRange(loaded.Library.Median, 20, 40);
        Assert.Equal(Examples.Bits(trained.Model), Examples.Bits(loaded));
        Assert.Equal(library == LibraryKind.Latent ? 3 : 2, loaded.LatentCount);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(-1)]
    public void What_is_no_count_is_refused_with_its_place(float strange)
    {
        Plan plan = Plan(LikelihoodKind.Poisson, LibraryKind.Observed, strange);
        var error = Assert.Throws<DataFormatException>(() => Trainer.Train(plan, null));
        Assert.Contains("counts, whole numbers of at least 0, for a Poisson likelihood", error.Message, StringComparison.Ordinal);
        Assert.Contains("in value 3 of example", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scaled_counts_are_refused_with_the_key_that_scaled_them()
    {
        Plan plan = Plan(LikelihoodKind.Poisson, LibraryKind.Observed);
        plan = plan with { Data = plan.Data with { Scale = Scaling.Unit } };
        Assert.Contains("Set data.scale to none", Assert.Throws<DataFormatException>(() => Trainer.Train(plan, null)).Message, StringComparison.Ordinal);
    }

    /// <summary>200 examples of two groups with other shares, about 30 counts each; one value may be strange.</summary>
    private Plan Plan(LikelihoodKind kind, LibraryKind library, float? strange = null)
    {
        const int examples = 200, outputs = 10;
        float[] counts = new float[examples * outputs], uniform = new float[examples * outputs];
        new Rng(3).FillUniform(uniform);
        for (int i = 0; i < counts.Length; i++) counts[i] = MathF.Floor((i % 2 == i / outputs % 2 ? 12 : 2) * uniform[i]);
        if (strange is { } value) counts[(100 * outputs) + 2] = value;
        string file = Path.Combine(_folder, "counts.npy");
        NpyWriter.Write(file, NpyArray.From(counts, examples, outputs));
        var network = new NetworkPlan { Hidden = [16], Normalisation = Normalisation.Batch };
        return new Plan
        {
            Data = new DataPlan { Source = file, Scale = Scaling.None },
            Model = new ModelPlan { Latent = 2, Encoder = network, Decoder = network, Likelihood = new LikelihoodPlan { Kind = kind, Library = library } },
            Training = new TrainingPlan { Epochs = 8, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 1e-2 } },
        };
    }
}
