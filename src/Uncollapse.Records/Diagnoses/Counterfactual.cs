using System.Text.Json.Serialization;
using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Diagnoses;

/// <summary>What a finding owes to counterfactual trainings.</summary>
public sealed record Counterfactual
{
    /// <summary>What they say of the cause.</summary>
    public required SuspectOutcome Outcome { get; init; }

    /// <summary>What was changed where the cause was taken away.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }

    /// <summary>I(X;Z) with the cause, nats: the control's, or where it was convicted jointly that of a training with this cause alone left in.</summary>
    public double? MutualInformationWith { get; init; }

    /// <summary>95 % of it.</summary>
    [JsonPropertyName("mutual_information_with_ci95")]
    public IReadOnlyList<double>? IntervalWith { get; init; }

    /// <summary>I(X;Z) without it, nats: alone, or where it was convicted jointly without all suspects.</summary>
    public double? MutualInformationWithout { get; init; }

    /// <summary>95 % of it.</summary>
    [JsonPropertyName("mutual_information_without_ci95")]
    public IReadOnlyList<double>? IntervalWithout { get; init; }

    /// <summary>Seconds of the trainings that decided.</summary>
    public required double Seconds { get; init; }

    /// <summary>The finding's confidence before; null where trials alone found it.</summary>
    public double? ConfidenceBefore { get; init; }
}
