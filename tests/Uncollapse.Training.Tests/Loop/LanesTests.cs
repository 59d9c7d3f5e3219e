using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Tests.Loop;

/// <summary>Jobs side by side. The number of threads is the process's, so nothing else runs meanwhile.</summary>
[Collection("Workers")]
public sealed class LanesTests : IDisposable
{
    private readonly int _threads = Workers.Count;

    public LanesTests() => Workers.Count = 3;

    public void Dispose() => Workers.Count = _threads;

    [Fact]
    public void ResultsDoNotDependOnTheLanes()
    {
        static float[][] Results(int lanes)
        {
            float[][] results = new float[17][];
            Lanes.Run([.. Enumerable.Range(0, results.Length).Select(job => (Action)(() =>
            {
                float[] values = new float[100 + job];
                new Rng(3).Fork((ulong)job).FillNormal(values);
                Assert.Null(Interlocked.Exchange(ref results[job], values));
            }))], lanes);
            return results;
        }

        float[][] one = Results(1);
        Assert.All(one, Assert.NotNull);
        Assert.All(new[] { 2, 5, 40 }, lanes => Assert.Equal(one, Results(lanes)));
    }

    [Fact]
    public void JobsAreTakenInTheirOrder()
    {
        var taken = new List<int>();
        Lanes.Run([.. Enumerable.Range(0, 5).Select(job => (Action)(() => taken.Add(job)))], 1);
        Assert.Equal([0, 1, 2, 3, 4], taken);
        Lanes.Run([], 4);
    }

    /// <summary>Two jobs that wait for each other end only if they run at once.</summary>
    [Fact]
    public void LanesRunAtOnce()
    {
        using var both = new Barrier(2);
        bool[] met = new bool[2];
        Lanes.Run([() => met[0] = both.SignalAndWait(TimeSpan.FromMinutes(1)), () => met[1] = both.SignalAndWait(TimeSpan.FromMinutes(1))], 2);
        Assert.Equal([true, true], met);
    }

    [Fact]
    public void ThreadsAreOneALaneMeanwhileAndAsBeforeAfterwards()
    {
        int alone = 0, beside = 0;
        Lanes.Run([() => alone = Workers.Count], 4);
        Lanes.Run([() => beside = Workers.Count, () => { }], 2);
        Assert.Equal((3, 1, 3), (alone, beside, Workers.Count));
    }

    [Fact]
    public void AFailureIsThrownWhenTheOthersUnderWayHaveEndedAndNoMoreAreTaken()
    {
        using var underWay = new ManualResetEventSlim();
        using var failing = new ManualResetEventSlim();
        bool ended = false, taken = false;
        var error = Assert.Throws<InvalidDataException>(() => Lanes.Run(
            [
                () =>
                {
                    // A lane that has not begun when another fails takes nothing.
                    underWay.Wait(TimeSpan.FromMinutes(1));
                    failing.Set();
                    throw new InvalidDataException("bad");
                },
                () =>
                {
                    underWay.Set();
                    failing.Wait(TimeSpan.FromMinutes(1));
                    Thread.Sleep(20);
                    ended = true;
                },
            ], 2));
        Assert.Equal(("bad", true, 3), (error.Message, ended, Workers.Count));
        Assert.Throws<InvalidDataException>(() => Lanes.Run([() => throw new InvalidDataException(), () => taken = true], 1));
        Assert.False(taken);
    }

    [Fact]
    public void ACancellationTakesNoFurtherJob()
    {
        using var stop = new CancellationTokenSource();
        bool taken = false;
        Assert.Throws<OperationCanceledException>(() => Lanes.Run([stop.Cancel, () => taken = true], 1, stop.Token));
        Assert.Equal((false, 3), (taken, Workers.Count));
        // The last job was taken before: it ends by its own means, and nothing is missing.
        using var late = new CancellationTokenSource();
        Lanes.Run([late.Cancel], 1, late.Token);
    }

    [Fact]
    public void NoLaneIsNone() => Assert.Throws<ArgumentOutOfRangeException>(() => Lanes.Run([], 0));
}
