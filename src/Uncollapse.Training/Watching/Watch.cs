using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Events;

namespace Uncollapse.Training.Watching;

/// <summary>An observer that judges a training as it goes and tells of each matter once, for callers who want to act on it.</summary>
/// <param name="warned">Called on the training's thread; null: the warnings are only kept.</param>
public sealed class Watch(Action<TrainingWarning>? warned = null) : ITrainingObserver
{
    private readonly List<HistoryEntry> _history = [];
    private readonly List<TrainingWarning> _warnings = [];
    private Plan? _plan;

    /// <summary>What was warned of so far.</summary>
    public IReadOnlyList<TrainingWarning> Warnings => _warnings;

    /// <inheritdoc/>
    public void Started(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _plan = start.Plan;
        _history.Clear();
        _warnings.Clear();
        _history.AddRange(start.History);
        _warnings.AddRange(WatchJudge.Judge(_plan, _history));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No training was started.</exception>
    public void Recorded(HistoryEntry entry)
    {
        _history.Add(entry);
        foreach (TrainingWarning warning in WatchJudge.New(_plan ?? throw new InvalidOperationException("Started was never called."), _history))
        {
            _warnings.Add(warning);
            warned?.Invoke(warning);
        }
    }
}
