using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Events;
using Uncollapse.Training.Loop;

namespace Uncollapse.Training.Tests;

/// <summary>A trainer in a process of its own, for the tests that kill it: THREADS RUN [PLAN], resuming without a plan. Says each epoch on a line.</summary>
internal sealed class Program : ITrainingObserver
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length < 2) return 1;
        Workers.Count = int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture);
        var options = new TrainingOptions { Observers = [new Program()] };
        if (arguments.Length == 3) Trainer.Train(PlanYaml.Read(arguments[2]), arguments[1], options).Dispose();
        else Trainer.Resume(arguments[1], options).Dispose();
        return 0;
    }

    public void Recorded(HistoryEntry entry)
    {
        Console.Out.WriteLine($"{entry.Kind} {entry.Epoch}");
        Console.Out.Flush();
    }
}
