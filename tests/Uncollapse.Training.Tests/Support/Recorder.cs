using Uncollapse.Records.History;
using Uncollapse.Training.Events;

namespace Uncollapse.Training.Tests.Support;

/// <summary>Remembers all events, and does something at a given step.</summary>
internal sealed class Recorder : ITrainingObserver
{
    internal List<string> Events { get; } = [];

    internal List<HistoryEntry> Entries { get; } = [];

    internal List<string> Warnings { get; } = [];

    internal List<TrainingProgress> Ticks { get; } = [];

    internal TrainingStart? Start { get; private set; }

    internal RunInfo? End { get; private set; }

    internal long ActAtStep { get; init; } = -1;

    internal Action? Act { get; init; }

    public void Started(TrainingStart start)
    {
        Events.Add("started");
        Start = start;
    }

    public void Recorded(HistoryEntry entry)
    {
        Events.Add(entry.Kind);
        Entries.Add(entry);
    }

    public void Progressed(in TrainingProgress progress)
    {
        Ticks.Add(progress);
        if (progress.Step == ActAtStep) Act!();
    }

    public void Warned(string message) => Warnings.Add(message);

    public void Stopped(RunInfo info)
    {
        Events.Add("stopped");
        End = info;
    }
}
