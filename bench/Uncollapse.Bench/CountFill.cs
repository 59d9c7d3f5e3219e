using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Bench;

/// <summary>A batch of 128 cells x 13,714 genes from sparse rows into the dense rows that a step reads.</summary>
internal static class CountFill
{
    private const int Batch = 128;

    /// <summary>Seconds of a batch.</summary>
    internal static double Best()
    {
        using var data = PreparedData.Open(new DataPlan { Source = "synthetic:cells?examples=1024&genes=13714&depth=2400" }, new Rng(1));
        var batcher = new Batcher(data.Train, Batch, new Rng(2), dropLast: true);
        float[] rows = new float[Batch * data.Train.RowSize];
        int step = 0;
        return Timing.Best(() => batcher.Fill(0, step++ % batcher.StepsPerEpoch, rows), 1);
    }
}
