using Uncollapse.Data.Sources;
using Uncollapse.Training.Events;

namespace Uncollapse.Training.Loop;

/// <summary>What surrounds a training and changes none of its numbers.</summary>
public sealed record TrainingOptions
{
    /// <summary>Who is told how it goes, in this order.</summary>
    public IReadOnlyList<ITrainingObserver> Observers { get; init; } = [];

    /// <summary>Whether an earlier run in the folder may be deleted.</summary>
    public bool Force { get; init; }

    /// <summary>What the plan does not say about the source, such as memory limits.</summary>
    public SourceOptions? Source { get; init; }

    /// <summary>The clock of rates, durations and dates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the code's signals are measured at each epoch's end and judged: warnings go to the history and to observers. It changes no weight.</summary>
    public bool Watch { get; init; } = true;
}
