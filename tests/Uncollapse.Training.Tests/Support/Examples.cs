using Uncollapse.Data.Npy;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Training.Tests.Support;

/// <summary>Small data with structure, and plans that use every kind of state a training has.</summary>
internal static class Examples
{
    internal const int Columns = 12;

    /// <summary>A folder with <c>data.npy</c>: rows of probabilities that two hidden factors decide.</summary>
    internal static string Folder(int count = 260)
    {
        string folder = TestFiles.TemporaryFolder();
        float[] values = new float[count * Columns], noise = new float[count * Columns], factors = new float[count * 2];
        new Rng(5).FillUniform(noise);
        new Rng(6).FillNormal(factors);
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / Columns, column = i % Columns;
            float logit = (3 * factors[2 * row] * (column % 2 == 0 ? 1 : -1)) + (2 * factors[(2 * row) + 1] * (column < 6 ? 1 : -1));
            values[i] = (0.9f / (1 + MathF.Exp(-logit))) + (0.1f * noise[i]);
        }

        NpyWriter.Write(Path.Combine(folder, "data.npy"), NpyArray.From(values, count, Columns));
        return folder;
    }

    /// <summary>Batch normalisation's buffers, dropout, noise of binarisation and codes, Adam's moments, warm-up, clipping, a moving learning rate.</summary>
    internal static Plan EverythingMoves(string folder) => new()
    {
        Seed = 7,
        Data = new DataPlan { Source = Path.Combine(folder, "data.npy"), Binarise = Binarisation.Dynamic },
        Model = new ModelPlan
        {
            Latent = 3,
            Encoder = new NetworkPlan { Hidden = [24], Normalisation = Normalisation.Batch, Dropout = 0.1 },
            Decoder = new NetworkPlan { Hidden = [24], Activation = Activation.Tanh },
        },
        Objective = new ObjectivePlan { WarmupEpochs = 1.5 },
        Training = new TrainingPlan
        {
            Epochs = 5,
            BatchSize = 16,
            Optimizer = new OptimizerPlan { Kind = OptimizerKind.Adamw, LearningRate = 5e-3, WeightDecay = 1e-3 },
            Schedule = new SchedulePlan { Kind = ScheduleKind.Cosine },
            ClipNorm = 3,
        },
    };

    /// <summary>An importance-weighted bound of five codes, layers so wide that all threads share their products, a step schedule.</summary>
    internal static Plan Wide(string folder)
    {
        var network = new NetworkPlan { Hidden = [256, 256], Activation = Activation.Tanh };
        return new Plan
        {
            Seed = 3,
            Data = new DataPlan { Source = Path.Combine(folder, "data.npy"), Binarise = Binarisation.Dynamic },
            Model = new ModelPlan { Latent = 8, Encoder = network, Decoder = network },
            Objective = new ObjectivePlan { Bound = BoundKind.Iwae, Samples = 5 },
            Training = new TrainingPlan { Epochs = 4, BatchSize = 64, Schedule = new SchedulePlan { Kind = ScheduleKind.Step, EveryEpochs = 1, Factor = 0.7 } },
        };
    }

    /// <summary>A plain plan that trains fast.</summary>
    internal static Plan Plain(string folder) => new()
    {
        Data = new DataPlan { Source = Path.Combine(folder, "data.npy"), Binarise = Binarisation.Threshold },
        Model = new ModelPlan { Latent = 2, Encoder = new NetworkPlan { Hidden = [16] }, Decoder = new NetworkPlan { Hidden = [16] } },
        Training = new TrainingPlan { Epochs = 4, BatchSize = 32, Optimizer = new OptimizerPlan { LearningRate = 1e-2 } },
    };

    /// <summary>All weights and buffers, as bits.</summary>
    internal static uint[] Bits(Vae<float> model) =>
        [.. model.Parameters.All.SelectMany(parameter => parameter.Tensor.Data.ToArray().Select(BitConverter.SingleToUInt32Bits))];
}
