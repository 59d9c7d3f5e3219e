using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Checkpoints;

/// <summary>Builds the model of a plan and fills it from a checkpoint.</summary>
internal static class ModelLoader
{
    /// <exception cref="DataFormatException">The checkpoint is absent, damaged, or of another model.</exception>
    internal static Vae<float> Load(string path, Plan plan, DataStatistics statistics)
    {
        CheckSize(path, plan.Model, statistics.OutputCount);
        // Every weight comes from the file: where biases would have started does not matter.
        ModelPlan model = plan.Model with { OutputBias = OutputBias.Default };
        var vae = Vae<float>.Build(model, statistics, TrainingKeys.Weights(plan));
        try
        {
            CheckpointFile.Read(path, plan, Checkpointer.Weights(vae));
            return vae;
        }
        catch
        {
            vae.Dispose();
            throw;
        }
    }

    /// <summary>Refuses sizes that the file cannot hold, before memory is taken for them.</summary>
    private static void CheckSize(string path, ModelPlan plan, int outputs)
    {
        if (!File.Exists(path)) throw new DataFormatException(path, "", "a checkpoint", "nothing", "The training saved none; train anew");
        if (plan.Encoder.Kind != NetworkKind.Mlp || plan.Decoder.Kind != NetworkKind.Mlp) return;
        double weights = Weights([outputs, .. plan.Encoder.Hidden, plan.Latent]) + Weights([plan.Latent, .. plan.Decoder.Hidden, outputs]);
        long bytes = new FileInfo(path).Length;
        if (weights * sizeof(float) <= bytes) return;
        throw new DataFormatException(
            path, "", string.Create(CultureInfo.InvariantCulture, $"at least {weights} weights, for {outputs} outputs"),
            string.Create(CultureInfo.InvariantCulture, $"a file of {bytes} bytes"), "The checkpoint does not belong to this plan");
    }

    private static double Weights(ReadOnlySpan<int> widths)
    {
        double sum = 0;
        for (int i = 1; i < widths.Length; i++) sum += (double)widths[i - 1] * widths[i];
        return sum;
    }
}
