using System.Diagnostics;
using System.Globalization;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;
using Uncollapse.Zoo;

namespace Uncollapse.Bench;

/// <summary>What the watch costs of an epoch: the shortest epoch of trainings with and without it, side by side.</summary>
internal static class WatchCost
{
    private const int Repeats = 6;

    internal static void Run()
    {
        Plan shapes = PlantCatalogue.Find("overweighted-kl")!.Twin(ZooSize.Small);
        Plan digits = shapes with
        {
            Data = shapes.Data with { Source = "synthetic:shapes?examples=20000&size=28" },
            Model = shapes.Model with { Latent = 20, Encoder = new NetworkPlan { Hidden = [400] }, Decoder = new NetworkPlan { Hidden = [400] } },
            Training = shapes.Training with { BatchSize = 128 },
        };
        Measure("shapes, 16 x 16, 3,500 examples, 256-128-8-128-256", shapes, 200);
        Measure("shapes, 28 x 28, 14,000 examples, 784-400-20-400-784", digits, 8);
    }

    private static void Measure(string name, Plan plan, int epochs)
    {
        double with = double.PositiveInfinity, without = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            without = Math.Min(without, Shortest(plan, epochs, false));
            with = Math.Min(with, Shortest(plan, epochs, true));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {1e3 * without:0.00} ms an epoch without the watch, {1e3 * with:0.00} ms with it ({100 * ((with / without) - 1):0.0} %)"));
    }

    private static double Shortest(Plan plan, int epochs, bool watch)
    {
        var clock = new EpochClock();
        Trainer.Train(plan with { Training = plan.Training with { Epochs = epochs } }, null, new TrainingOptions { Watch = watch, Observers = [clock] }).Dispose();
        return clock.Shortest;
    }

    private sealed class EpochClock : ITrainingObserver
    {
        private long _last;

        public double Shortest { get; private set; } = double.PositiveInfinity;

        public void Recorded(HistoryEntry entry)
        {
            // The first epochs compile what the others run.
            if (entry.Kind == "epoch" && entry.Epoch > 3) Shortest = Math.Min(Shortest, Stopwatch.GetElapsedTime(_last).TotalSeconds);
            _last = Stopwatch.GetTimestamp();
        }
    }
}
