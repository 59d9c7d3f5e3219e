using Uncollapse.Diagnosis;
using Uncollapse.Tensors.Threading;
using Uncollapse.Training.Checkpoints;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>How a sweep is to go.</summary>
public sealed record SweepOptions
{
    /// <summary>A diagnosis of moderate cost: at most 2,000 examples, their likelihood on 500, no geometry and no probes. Units are judged on as many as ever: fewer call a unit deaf that is not.</summary>
    public static DiagnosisOptions ModerateDiagnosis { get; } = new()
    {
        Examples = 2000, NllExamples = 500, ProbeExamples = 0, MarginExamples = 1000, GeometryExamples = 0, BootstrapReplicates = 500,
    };

    /// <summary>How each cell is diagnosed. Where it leaves importance samples and refined examples open, <see cref="ImportanceSamples"/> and <see cref="RefinedExamples"/> say how many.</summary>
    public DiagnosisOptions Diagnosis { get; init; } = ModerateDiagnosis;

    /// <summary>Which weights are diagnosed.</summary>
    public CheckpointKind Checkpoint { get; init; } = CheckpointKind.Best;

    /// <summary>Cells at once, at least 1; where there are several, each has one thread.</summary>
    public int Lanes { get; init; } = Workers.Count;

    /// <summary>Whether an earlier sweep in the folder goes on. Its axes may have more values than at first, and no fewer.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether an earlier sweep in the folder may be deleted.</summary>
    public bool Force { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Codes for each example in the importance-weighted likelihood, where no number is asked for.</summary>
    /// <param name="isAutoregressive">Whether the decoder describes an output from those before it.</param>
    /// <returns>100, or 20.</returns>
    public static int ImportanceSamples(bool isAutoregressive) => isAutoregressive ? 20 : 100;

    /// <summary>Examples whose posteriors are refined, where no number is asked for.</summary>
    /// <param name="isAutoregressive">Whether the decoder describes an output from those before it.</param>
    /// <returns>64, or 16.</returns>
    public static int RefinedExamples(bool isAutoregressive) => isAutoregressive ? 16 : 64;
}
