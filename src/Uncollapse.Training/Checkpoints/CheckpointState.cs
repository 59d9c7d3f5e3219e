using Uncollapse.Training.Loop;
using Uncollapse.Training.Rules;

namespace Uncollapse.Training.Checkpoints;

/// <summary>Where a training stood when a checkpoint was taken: the member <c>state.json</c>. All randomness is a function of seed and position.</summary>
internal sealed record CheckpointState
{
    internal const int CurrentVersion = 1;

    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>Epochs completed, their evaluation included.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done of the epoch under way.</summary>
    public required int StepInEpoch { get; init; }

    /// <summary>Optimiser steps since the training began.</summary>
    public required long Step { get; init; }

    public required double Seconds { get; init; }

    public int? BestEpoch { get; init; }

    public double? BestElbo { get; init; }

    /// <summary>Where the controller of the objective's weights stands; null where nothing controls them.</summary>
    public IReadOnlyList<double>? Controller { get; init; }

    /// <summary>The sums of the epoch under way.</summary>
    public required RunningSums Sums { get; init; }

    /// <summary>What the rule of the loop remembers; null for a plain loop.</summary>
    public LoopState? Loop { get; init; }

    /// <summary>What is out of range, or null.</summary>
    internal string? Fault() =>
        SchemaVersion != CurrentVersion ? $"version {SchemaVersion}"
        : Epoch < 0 || StepInEpoch < 0 || Step < StepInEpoch || !(Seconds >= 0) ? "a negative position or time"
        : BestEpoch is null != BestElbo is null || BestEpoch < 1 || BestEpoch > Epoch ? "a best epoch that was not trained"
        : Controller is not null && Controller.Any(value => !double.IsFinite(value)) ? "a controller's state that is not finite"
        : Sums.Steps != StepInEpoch || Sums.Examples < Sums.Steps ? "sums that do not belong to its position"
        : Loop?.Fault();
}
