using Uncollapse.Records.History;
using Uncollapse.Training.Events;

namespace Uncollapse.Training.Watching;

/// <summary>An observer that judges a training as it goes and tells of each matter once, for callers who want to act on it.</summary>
/// <param name="warned">Called on the training's thread; null: the warnings are only kept.</param>
public sealed class Watch(Action<TrainingWarning>? warned = null) : ITrainingObserver
{
    private readonly List<TrainingWarning> _warnings = [];
    private WatchRules? _rules;

    /// <summary>What was warned of so far.</summary>
    public IReadOnlyList<TrainingWarning> Warnings => _warnings;

    /// <inheritdoc/>
    public void Started(TrainingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _rules = new WatchRules(start.Plan, start.StepsPerEpoch);
        _warnings.Clear();
        // What was noticed before a resume was told then.
        foreach (HistoryEntry entry in start.History) _warnings.AddRange(_rules.Judge(entry));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No training was started.</exception>
    public void Recorded(HistoryEntry entry)
    {
        if (_rules is null) throw new InvalidOperationException("Started was never called.");
        foreach (TrainingWarning warning in _rules.Judge(entry))
        {
            _warnings.Add(warning);
            warned?.Invoke(warning);
        }
    }
}
