using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Treatments;

/// <summary>What was tried on a model, what came of it, and whether it was accepted: <c>treatment.json</c>.</summary>
public sealed record TreatmentRecord
{
    /// <summary>The version of this file's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program's version.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The run or plan that was treated.</summary>
    public required string Subject { get; init; }

    /// <summary>The plan that was treated, as its file has it: a treatment goes on with no other.</summary>
    public string Plan { get; init; } = "";

    /// <summary>How models are measured, as text: a treatment goes on with the same.</summary>
    public string Measured { get; init; } = "";

    /// <summary>How far it is.</summary>
    public required TreatmentStatus Status { get; init; }

    /// <summary>Whether a model was found that passed all <see cref="Checks"/>.</summary>
    public bool Accepted { get; init; }

    /// <summary>The accepted remedies, as <c>--remedy</c> reads them, with <c> + </c> between them; null where none was accepted.</summary>
    public string? Remedy { get; init; }

    /// <summary>The outcome in plain words.</summary>
    public string Statement { get; init; } = "";

    /// <summary>What was asked for beside health; null: nothing.</summary>
    public TreatmentGoal? Goal { get; init; }

    /// <summary>Nats of the negative log-likelihood that may be lost; null: none beyond its error.</summary>
    public double? MaxNllLoss { get; init; }

    /// <summary>The diagnosis before.</summary>
    public required Diagnosis Before { get; init; }

    /// <summary>The diagnosis of the accepted model, or of the best one that was not; null where no trial was trained to its end.</summary>
    public Diagnosis? After { get; init; }

    /// <summary>The keys in which the plan of <see cref="After"/> differs.</summary>
    public IReadOnlyList<PlanChange> Changes { get; init; } = [];

    /// <summary>What had to hold of <see cref="After"/>.</summary>
    public IReadOnlyList<TreatmentCheck> Checks { get; init; } = [];

    /// <summary>Everything that was tried, in the order in which it was thought of.</summary>
    public IReadOnlyList<TreatmentTrial> Trials { get; init; } = [];

    /// <summary>What the diagnoses of the first course's best found that was not found before, and what the second course was for; none where there was one course.</summary>
    public IReadOnlyList<Finding> CameToLight { get; init; } = [];

    /// <summary>What the budget did not pay for, in words; none without a budget.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The seed of the plan and of all trials: they share batches and noise.</summary>
    public long Seed { get; init; }

    /// <summary>Seconds that the treatment took; what was done before an interruption counts.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds that one training of the plan took as it was, alone and on one thread as far as known; null where unknown.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Seconds that were allowed; null: no limit.</summary>
    public double? BudgetSeconds { get; init; }
}
