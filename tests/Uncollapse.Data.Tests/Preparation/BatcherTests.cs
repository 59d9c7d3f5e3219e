using Uncollapse.Data.Preparation;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Tests.Preparation;

public sealed class BatcherTests : IDisposable
{
#if DEBUG
    private const string? Unoptimised = "unoptimised code boxes in the generic kernels of the random numbers: run with -c Release";
#else
    private const string? Unoptimised = null;
#endif
    private readonly PreparedData data = PreparedData.Open(new DataPlan { Source = "synthetic:shapes?examples=130&size=8", Binarise = Binarisation.Dynamic }, new Rng(1));

    [Fact]
    public void EveryEpochVisitsEveryExampleOnceInAnOrderOfItsOwn()
    {
        var batcher = new Batcher(data.Train, 16, new Rng(2));
        Assert.Equal((104, 7), (data.Train.Count, batcher.StepsPerEpoch));
        float[] batch = new float[16 * 64];
        var orders = new List<int[]>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var seen = new List<int>();
            for (int step = 0; step < batcher.StepsPerEpoch; step++)
            {
                Assert.Equal(step == 6 ? 8 : 16, batcher.Fill(epoch, step, batch));
                seen.AddRange(batcher.Indices.ToArray());
            }
            Assert.Equal(Enumerable.Range(0, 104), seen.Order());
            orders.Add([.. seen]);
        }
        Assert.NotEqual(orders[0], orders[1]);
        Assert.NotEqual(orders[1], orders[2]);
    }

    [Fact]
    public void AnyStepIsTheSameHoweverItIsReached()
    {
        var straight = new Batcher(data.Train, 16, new Rng(2));
        float[] expected = new float[16 * 64];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            for (int step = 0; step < straight.StepsPerEpoch; step++)
                straight.Fill(epoch, step, expected);
        }
        straight.Fill(2, 4, expected);
        float[] resumed = new float[16 * 64];
        var fresh = new Batcher(data.Train, 16, new Rng(2));
        fresh.Fill(2, 4, resumed);
        Assert.Equal(expected, resumed);
        Assert.Equal(straight.Indices.ToArray(), fresh.Indices.ToArray());
        fresh.Fill(1, 4, resumed);
        Assert.NotEqual(expected, resumed);
        new Batcher(data.Train, 16, new Rng(3)).Fill(2, 4, resumed);
        Assert.NotEqual(expected, resumed);
    }

    [Fact]
    public void WithoutShufflingTheOrderIsTheSplits()
    {
        var batcher = new Batcher(data.Test, 5, new Rng(2), shuffle: false);
        float[] batch = new float[5 * 64];
        Assert.Equal(3, batcher.StepsPerEpoch);
        batcher.Fill(9, 1, batch);
        Assert.Equal([5, 6, 7, 8, 9], batcher.Indices.ToArray());
        float[] expected = new float[5 * 64];
        data.Test.ReadRange(5, 5, default, expected);
        Assert.Equal(expected, batch);
    }

    [Fact]
    public void AnIncompleteBatchMayBeDropped()
    {
        var batcher = new Batcher(data.Train, 16, new Rng(2), dropLast: true);
        Assert.Equal(6, batcher.StepsPerEpoch);
        Assert.Throws<ArgumentOutOfRangeException>(() => batcher.Fill(0, 6, new float[16 * 64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batcher(data.Train, 105, new Rng(2), dropLast: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batcher(data.Train, 0, new Rng(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => batcher.Fill(-1, 0, new float[16 * 64]));
    }

    [Theory(Skip = Unoptimised)]
    [InlineData(Binarisation.None)]
    [InlineData(Binarisation.Threshold)]
    [InlineData(Binarisation.Static)]
    [InlineData(Binarisation.Dynamic)]
    public void FillingAllocatesNothing(Binarisation binarise)
    {
        using var prepared = PreparedData.Open(new DataPlan { Source = "synthetic:shapes?examples=130&size=8", Binarise = binarise }, new Rng(1));
        var batcher = new Batcher(prepared.Train, 16, new Rng(2));
        float[] batch = new float[16 * 64];
        batcher.Fill(0, 0, batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 5; epoch++)
        {
            for (int step = 0; step < batcher.StepsPerEpoch; step++)
                batcher.Fill(epoch, step, batch);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    public void Dispose() => data.Dispose();
}
