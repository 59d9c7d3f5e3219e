using Uncollapse.Records.History;
using Uncollapse.Training.Events;
using Uncollapse.Training.Runs;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Loop;

/// <summary>Passes events on to all observers, and keeps what the run's records need: the history and the head.</summary>
internal sealed class SessionLog
{
    private readonly RunFolder? _folder;
    private readonly ITrainingObserver[] _observers;
    private readonly List<HistoryEntry> _history = [];
    private readonly WatchRules? _watch;

    /// <param name="folder">Where the records are kept; null: nowhere.</param>
    /// <param name="observers">Who is told.</param>
    /// <param name="info">The run's head so far.</param>
    /// <param name="watch">Judges the history as it grows; null: nobody does.</param>
    internal SessionLog(RunFolder? folder, IReadOnlyList<ITrainingObserver> observers, RunInfo info, WatchRules? watch)
    {
        _watch = watch;
        _folder = folder;
        Info = info;
        // The file comes first: an observer that fails loses nothing that was measured.
        _observers = folder is null ? [.. observers] : [new HistoryWriter(folder.HistoryFile), .. observers];
    }

    internal RunInfo Info { get; private set; }

    internal bool Watches => _watch is not null;

    internal IReadOnlyList<HistoryEntry> History => _history;

    /// <summary>Takes up the history of an earlier part, cut at the checkpoint's position.</summary>
    internal void Rewind(int epoch, long step)
    {
        HistoryFile.Rewind(_folder!.HistoryFile, epoch, step);
        _history.AddRange(_folder.ReadHistory());
        // What was noticed before is not noticed again.
        foreach (HistoryEntry entry in _history) _watch?.Judge(entry);
    }

    internal void Start(TrainingStart start)
    {
        Update(info => info with { Status = RunStatus.Running, Note = null });
        Write();
        foreach (ITrainingObserver observer in _observers) observer.Started(start with { Info = Info });
    }

    internal void Record(HistoryEntry entry)
    {
        if (_watch?.Judge(entry) is { Count: > 0 } warnings) entry = entry with { Warnings = warnings };
        _history.Add(entry);
        foreach (ITrainingObserver observer in _observers) observer.Recorded(entry);
    }

    internal void Warn(string warning)
    {
        foreach (ITrainingObserver observer in _observers) observer.Warned(warning);
    }

    internal void Progress(in TrainingProgress progress)
    {
        foreach (ITrainingObserver observer in _observers) observer.Progressed(progress);
    }

    /// <summary>Changes the head in memory; <see cref="Write"/> or the next checkpoint brings it to the disk.</summary>
    internal RunInfo Update(Func<RunInfo, RunInfo> change) => Info = change(Info);

    internal void Write() => _folder?.WriteInfo(Info);

    internal void Stop()
    {
        foreach (ITrainingObserver observer in _observers) observer.Stopped(Info);
    }
}
