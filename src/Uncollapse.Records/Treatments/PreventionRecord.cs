using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Treatments;

/// <summary>What was changed so that a training should not collapse: before it began by what the data foretell, and while it ran by what was seen: <c>prevention.json</c>.</summary>
public sealed record PreventionRecord
{
    /// <summary>The version of this file's layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Every change, in the order in which they were made.</summary>
    public required IReadOnlyList<PreventionStep> Steps { get; init; }

    /// <summary>The keys in which the plan that was trained in the end differs from the one that was asked for.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <summary>Seconds of all trainings, those that were broken off among them.</summary>
    public double Seconds { get; init; }
}
