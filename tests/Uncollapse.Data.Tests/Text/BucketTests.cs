using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Text;

public sealed class BucketTests : IDisposable
{
    private const int BatchSize = 8;

    // 1000 batches' worth and a rest, so that there are many windows; lengths from 5 to 15.
    private readonly PreparedData data = PreparedData.Open(new DataPlan { Source = "synthetic:sentences?examples=1999" }, new Rng(1));

    [Fact]
    public void EveryEpochIsAPermutationInBatchesOfLikeLengths()
    {
        (int[] plain, long plainPadding) = Epoch(new Batcher(data.Train, BatchSize, new Rng(2)), 0);
        var batcher = new Batcher(data.Train, BatchSize, new Rng(2), bucketing: true);
        (int[] first, long padding) = Epoch(batcher, 0);
        (int[] second, _) = Epoch(batcher, 1);
        Assert.NotEqual(0, data.Train.Count % BatchSize);
        foreach (int[] order in new[] { plain, first, second })
            Assert.Equal(Enumerable.Range(0, data.Train.Count), order.Order());
        Assert.NotEqual(first, second);
        // Uniform lengths in batches of 8 waste about (8 - 1) / (8 + 1) of their range; windows of 400 sorted ones next to none.
        Assert.True(padding * 5 < plainPadding, $"{padding} padded places with buckets, {plainPadding} without");
    }

    [Fact]
    public void BatchesComeInNoOrderOfLengthAndTheRestIsARandomOne()
    {
        var batcher = new Batcher(data.Train, BatchSize, new Rng(2), bucketing: true);
        (int[] order, _) = Epoch(batcher, 0);
        double[] means = [.. order.Chunk(BatchSize).Where(batch => batch.Length == BatchSize).Select(batch => batch.Average(i => data.Train.Length(i)))];
        int falls = means.Zip(means.Skip(1)).Count(pair => pair.Second < pair.First);
        Assert.InRange(falls, means.Length / 3, 2 * means.Length / 3);
        (int[] plain, _) = Epoch(new Batcher(data.Train, BatchSize, new Rng(2)), 0);
        int rest = data.Train.Count % BatchSize;
        Assert.Equal(plain[^rest..], order[^rest..]);
    }

    [Fact]
    public void AnyStepIsTheSameHoweverItIsReached()
    {
        var straight = new Batcher(data.Train, BatchSize, new Rng(2), bucketing: true);
        Epoch(straight, 0);
        Epoch(straight, 1);
        float[] expected = new float[BatchSize * data.Train.OutputSize];
        float[] found = new float[BatchSize * data.Train.OutputSize];
        straight.Fill(2, 4, expected);
        var fresh = new Batcher(data.Train, BatchSize, new Rng(2), bucketing: true);
        fresh.Fill(2, 4, found);
        Assert.Equal(expected, found);
        new Batcher(data.Train, BatchSize, new Rng(3), bucketing: true).Fill(2, 4, found);
        Assert.NotEqual(expected, found);
    }

    [Fact]
    public void NumbersAreNotRearrangedAndOrderedBatchesCannotBe()
    {
        using var shapes = PreparedData.Open(new DataPlan { Source = "synthetic:shapes?examples=130&size=8" }, new Rng(1));
        Assert.Equal(Epoch(new Batcher(shapes.Train, BatchSize, new Rng(2)), 0).Order, Epoch(new Batcher(shapes.Train, BatchSize, new Rng(2), bucketing: true), 0).Order);
        Assert.Throws<ArgumentException>(() => new Batcher(data.Train, BatchSize, new Rng(2), shuffle: false, bucketing: true));
        var large = new Batcher(data.Train, 5000, new Rng(2), bucketing: true);
        Assert.Equal(Enumerable.Range(0, data.Train.Count), Epoch(large, 0).Order.Order());
    }

    public void Dispose() => data.Dispose();

    private static (int[] Order, long Padding) Epoch(Batcher batcher, int epoch)
    {
        float[] batch = new float[Math.Min(batcher.BatchSize, batcher.View.Count) * batcher.View.OutputSize];
        var order = new List<int>();
        long padding = 0;
        for (int step = 0; step < batcher.StepsPerEpoch; step++)
        {
            batcher.Fill(epoch, step, batch);
            int[] indices = batcher.Indices.ToArray();
            int longest = indices.Max(batcher.View.Length);
            padding += indices.Sum(i => (long)longest - batcher.View.Length(i));
            order.AddRange(indices);
        }
        return ([.. order], padding);
    }
}
