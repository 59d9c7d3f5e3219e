using System.Globalization;
using Uncollapse.Data;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Checkpoints;

/// <summary>Builds the model of a plan and fills it from a checkpoint.</summary>
internal static class ModelLoader
{
    /// <exception cref="DataFormatException">The checkpoint is absent, damaged, or of another model.</exception>
    internal static Vae<float> Load(string path, Plan plan, DataStatistics statistics)
    {
        if (!File.Exists(path)) throw new DataFormatException(path, "", "a checkpoint", "nothing", "The training saved none; train anew");
        var vae = Build(path, plan, statistics);
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

    /// <summary>The model, refused where it is larger than the file can hold, before memory is taken for more.</summary>
    private static Vae<float> Build(string path, Plan plan, DataStatistics statistics)
    {
        long bytes = new FileInfo(path).Length;
        try
        {
            // Every weight comes from the file: where biases would have started does not matter.
            return Vae<float>.Build(plan.Model with { OutputBias = OutputBias.Default }, statistics, TrainingKeys.Weights(plan), bytes / sizeof(float));
        }
        catch (ShapeException error)
        {
            throw new DataFormatException(
                path, "", string.Create(CultureInfo.InvariantCulture, $"the weights of the plan's model for {statistics.OutputCount} outputs"),
                string.Create(CultureInfo.InvariantCulture, $"a file of {bytes} bytes ({error.Message})"), "The checkpoint does not belong to this plan", error);
        }
    }
}
