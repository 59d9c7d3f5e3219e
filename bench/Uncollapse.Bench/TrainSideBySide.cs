using System.Text.Json.Nodes;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Bench;

/// <summary>Our side of the comparison with peers/torch_train.py: examples a second of whole training steps of the published plans.</summary>
internal static class TrainSideBySide
{
    private const double Seconds = 10;

    // Twenty-five batches are within one window of the bucketing: whatever the shuffling, every epoch has batches of the same lengths.
    private const int Examples = 800, Batches = 25, Vocabulary = 10_000;

    internal static JsonObject Measure()
    {
        string folder = Directory.CreateTempSubdirectory("uncollapse-bench-").FullName;
        try
        {
            string images = Path.Combine(folder, "images.idx"), sentences = Path.Combine(folder, "sentences");
            SyntheticData.WriteImages(images, Examples * 10 / 8);
            SyntheticData.WriteSentences(sentences, Examples, Vocabulary);
            return new JsonObject
            {
                ["threads"] = Workers.Count,
                ["train"] = new JsonObject
                {
                    ["pixelcnn"] = Rate("mnist-pixelcnn-reach-5", images, 5),
                    ["text"] = Rate("ptb-lstm", sentences, Batches),
                },
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Rate(string plan, string source, int steps)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "plans", plan + ".yaml");
        using var step = new PlanStep(PlanYaml.Parse(File.ReadAllText(path), path), source);
        return new JsonObject { ["parameters"] = step.Parameters, ["row"] = step.RowSize, ["rate"] = step.Rate(steps, Seconds) };
    }
}
