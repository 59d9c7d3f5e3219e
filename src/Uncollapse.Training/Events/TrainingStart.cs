using Uncollapse.Data.Preparation;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Training.Events;

/// <summary>What is about to be trained.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Info">Counts, shape and provenance.</param>
/// <param name="StepsPerEpoch">Optimiser steps of one pass over the training split.</param>
/// <param name="Resumed">Whether an earlier training goes on; its position is in <paramref name="Info"/>.</param>
/// <param name="Folder">The run folder; null for a training in memory.</param>
public sealed record TrainingStart(Plan Plan, RunInfo Info, int StepsPerEpoch, bool Resumed, string? Folder)
{
    /// <summary>The training examples, for observers that look at them before the first step; read only.</summary>
    public required DataView Train { get; init; }

    /// <summary>What was measured before, of a training that goes on; empty for a new one.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];
}
