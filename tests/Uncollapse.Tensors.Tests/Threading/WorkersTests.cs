using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Tensors.Tests.Threading;

/// <summary>Sets the number of threads for the whole process, so runs beside no other test.</summary>
[CollectionDefinition(nameof(WorkersTests), DisableParallelization = true)]
[Collection(nameof(WorkersTests))]
public sealed unsafe class WorkersTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public void Dispose() => Workers.Count = _before;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void EveryTileIsDoneOnce(int threads)
    {
        Workers.Count = threads;
        int[] counts = new int[1000];
        fixed (int* to = counts)
        {
            for (int round = 0; round < 5000; round++)
            {
                int tiles = round % 37;
                var job = new CountJob { Counts = to };
                Workers.Run(ref job, tiles);
                for (int i = 0; i < tiles; i++) Assert.Equal(1, counts[i]);
                Assert.Equal(0, counts[tiles]);
                Array.Clear(counts, 0, tiles);
            }
        }
    }

    [Fact]
    public void SleepingWorkersWake()
    {
        Workers.Count = 3;
        int[] counts = new int[64];
        fixed (int* to = counts)
        {
            for (int round = 0; round < 30; round++)
            {
                Thread.Sleep(round % 3);
                var job = new CountJob { Counts = to };
                Workers.Run(ref job, counts.Length);
            }
        }
        Assert.All(counts, count => Assert.Equal(30, count));
    }

    [Fact]
    public void JobsFromSeveralThreadsAndFromTilesAreDone()
    {
        Workers.Count = 2;
        int[] counts = new int[4 * 64];
        var threads = new Thread[4];
        fixed (int* to = counts)
        {
            int* shared = to;
            for (int t = 0; t < threads.Length; t++)
            {
                int* own = shared + (64 * t);
                threads[t] = new Thread(() =>
                {
                    for (int round = 0; round < 500; round++)
                    {
                        var job = new NestedJob { Counts = own };
                        Workers.Run(ref job, 8);
                    }
                });
                threads[t].Start();
            }
            foreach (Thread thread in threads) thread.Join();
        }
        Assert.All(counts, count => Assert.Equal(500, count));
    }

    [Fact]
    public void RunningAllocatesNothing()
    {
        Workers.Count = 2;
        int[] counts = new int[64];
        fixed (int* to = counts)
        {
            var job = new CountJob { Counts = to };
            Workers.Run(ref job, 64);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) Workers.Run(ref job, 64);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void ResultsDoNotDependOnTheNumberOfThreads()
    {
        foreach (KernelTable<float> table in KernelVariants.All<float>().Skip(1))
        {
            Workers.Count = 1;
            float[] one = Everything(table);
            foreach (int threads in new[] { 2, 3, 5 })
            {
                Workers.Count = threads;
                Assert.True(one.AsSpan().SequenceEqual(Everything(table)), $"{table.Name} with {threads} threads");
            }
        }
    }

    [Fact]
    public void AJobOfTooManyTilesIsRefusedAndTheNextIsShared()
    {
        Workers.Count = 2;
        int[] counts = new int[64];
        fixed (int* to = counts)
        {
            var job = new CountJob { Counts = to };
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            {
                var tooLarge = default(CountJob);
                Workers.Run(ref tooLarge, 1 << 20);
            });
            var threads = new ThreadJob { Mine = Environment.CurrentManagedThreadId };
            int others = 0;
            threads.Others = &others;
            for (int i = 0; i < 200 && Volatile.Read(ref others) == 0; i++) Workers.Run(ref threads, 64);
            Assert.NotEqual(0, others);
            Workers.Run(ref job, 64);
        }
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void ACountBelowOneIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 65);
    }

    /// <summary>A step's worth of kernels, at sizes that are shared out, and all their results.</summary>
    private static float[] Everything(KernelTable<float> table)
    {
        const int Rows = 100, Inputs = 300, Outputs = 210;
        float[] x = Normal(1, Rows * Inputs), w = Normal(2, Inputs * Outputs), bias = Normal(3, Outputs), y = new float[Rows * Outputs], dw = new float[w.Length], dx = new float[x.Length];
        float[] db = new float[Outputs], rows = new float[Rows], gradient = new float[y.Length], m = new float[w.Length], v = new float[w.Length], narrow = new float[Inputs * 40];
        table.LinearForward(Rows, Inputs, Outputs, x, w, bias, Activation.Tanh, y, []);
        table.BernoulliLogLikelihood(Rows, Outputs, y, y, [], rows, gradient);
        table.LinearBackwardWeights(Rows, Inputs, Outputs, x, gradient, dw, db, accumulate: false);
        table.LinearBackwardInput(Rows, Inputs, Outputs, gradient, w, dx, accumulate: false, Activation.Tanh, x);
        table.Multiply(ProductKind.LeftTransposed, Inputs, 40, Rows, x, gradient, narrow);
        table.AdamStep(new AdamSettings(1e-2), Inputs, Outputs, w, dw, m, v);
        float[] heads = new float[Rows * 40], wide = new float[50 * Rows], deep = Normal(9, Rows * 37);
        // Sums that are the sum of two halves: x W with few columns, x W^T, one with more than two blocks, one added to what is there.
        table.LinearForward(Rows, Inputs, 40, x, narrow, bias, Activation.Relu, heads, []);
        table.LinearBackwardInput(50, Rows, 2 * Inputs, x, w, wide, accumulate: false, Activation.Tanh, Normal(7, wide.Length));
        table.Multiply(ProductKind.Plain, 10, 37, 3 * 700, x, Normal(8, 37 * 2100), deep);
        table.Multiply(ProductKind.RightTransposed, 10, 37, 1500, x, w, deep.AsSpan(370), accumulate: true);
        float[] longer = new float[200_000], uniform = new float[200_000], columns = new float[1000], maps = new float[200_000];
        new Rng(4).FillNormal(longer);
        new Rng(5).FillUniform(uniform);
        table.Apply(UnaryFunction.Exp, longer, maps);
        table.ColumnSums(200, 1000, longer, columns);
        new Rng(6).FillBernoulli(uniform, uniform);
        float[] sums = [(float)table.Sum(longer), (float)table.Dot(longer, maps)];
        return [.. y, .. rows, .. dw, .. dx, .. db, .. w, .. m, .. v, .. narrow, .. heads, .. wide, .. deep, .. longer, .. maps, .. columns, .. uniform, .. sums];
    }

    private static float[] Normal(ulong seed, int length)
    {
        float[] values = new float[length];
        new Rng(seed).FillNormal(values);
        return values;
    }

    private struct CountJob : ITileJob
    {
        internal int* Counts;

        public readonly void Execute(int tile) => Interlocked.Increment(ref Counts[tile]);
    }

    private struct ThreadJob : ITileJob
    {
        internal int Mine;
        internal int* Others;

        public readonly void Execute(int tile)
        {
            if (Environment.CurrentManagedThreadId == Mine) Thread.Sleep(1);
            else Interlocked.Increment(ref *Others);
        }
    }

    private struct NestedJob : ITileJob
    {
        internal int* Counts;

        public readonly void Execute(int tile)
        {
            var job = new CountJob { Counts = Counts + (8 * tile) };
            Workers.Run(ref job, 8);
        }
    }
}
