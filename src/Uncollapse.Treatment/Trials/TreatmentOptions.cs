using Uncollapse.Diagnosis;
using Uncollapse.Records.Treatments;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Treatment.Trials;

/// <summary>How a treatment is to go.</summary>
public sealed record TreatmentOptions
{
    /// <summary>What is to be reached beside health; null: nothing.</summary>
    public TreatmentGoal? Goal { get; init; }

    /// <summary>Nats of -log p(x) that may be lost, at least 0; null: none beyond its error.</summary>
    public double? MaxNllLoss { get; init; }

    /// <summary>The time it may take; null: as long as it takes. Trials that are under way when it ends are judged as they are.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The most trials of a course, at least 2; up to two of them are controls, which a second course goes without.</summary>
    public int Trials { get; init; } = 6;

    /// <summary>Which weights of a full training are diagnosed.</summary>
    public CheckpointKind Checkpoint { get; init; } = CheckpointKind.Best;

    /// <summary>How the model before and the best ones after are diagnosed.</summary>
    public DiagnosisOptions Diagnosis { get; init; } = new();

    /// <summary>Trials at once, at least 1.</summary>
    public int Lanes { get; init; } = Workers.Count;

    /// <summary>Whether an earlier treatment in the folder goes on.</summary>
    public bool Resume { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
