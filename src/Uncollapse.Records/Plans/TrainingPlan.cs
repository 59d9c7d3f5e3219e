namespace Uncollapse.Records.Plans;

/// <summary>How the objective is optimised.</summary>
public sealed record TrainingPlan
{
    /// <summary>Passes over the training split, at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Examples a step, at least 1; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The optimiser.</summary>
    public OptimizerPlan Optimizer { get; init; } = new();

    /// <summary>What the learning rate of the encoder's parameters is multiplied by, in [0, 1]; 0: they stay as they were drawn.</summary>
    public double EncoderRate { get; init; } = 1;

    /// <summary>Epochs at the start with a KL weight of 0, after which all but the encoder is drawn anew and the schedules of the KL weight begin (Li et al. 2019); 0: none.</summary>
    public int PretrainingEpochs { get; init; }

    /// <summary>Several encoder steps for each decoder step, until the information stops rising.</summary>
    public AggressivePlan Aggressive { get; init; } = new();

    /// <summary>Refinement of each batch's posteriors.</summary>
    public RefinementPlan Refinement { get; init; } = new();

    /// <summary>The learning-rate schedule.</summary>
    public SchedulePlan Schedule { get; init; } = new();

    /// <summary>Scale the gradient down to this global norm when it is longer, above 0; null: never.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// Stop after this many epochs without a better validation ELBO, at least 1; null: never. It does not count while a KL weight moves.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>Epochs between two checkpoints, at least 1; an interruption always saves one.</summary>
    public int CheckpointEpochs { get; init; } = 1;
}
