using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>I(X;Z) with its bounds and its estimator's metadata (nats).</summary>
public sealed record MutualInformation
{
    /// <summary>The estimate, the own component included in the aggregate: a lower bound for fresh examples.</summary>
    public required double Estimate { get; init; }

    /// <summary>The lower bound; equal to the estimate.</summary>
    public required double Lower { get; init; }

    /// <summary>The upper bound: the smaller of the leave-one-out bound (Poole et al. 2019) and the rate, never below the estimate.</summary>
    public required double Upper { get; init; }

    /// <summary>The 95 % bootstrap interval of the estimate.</summary>
    [JsonPropertyName("ci95")]
    public required IReadOnlyList<double> Ci95 { get; init; }

    /// <summary>log of the aggregate's size: the estimate cannot exceed it.</summary>
    public required double Ceiling { get; init; }

    /// <summary>True when the lower bound is above the ceiling - 1: more examples are needed.</summary>
    public required bool Saturated { get; init; }

    /// <summary>Examples N.</summary>
    public required int Examples { get; init; }

    /// <summary>Examples M in the aggregate.</summary>
    public required int AggregateSize { get; init; }

    /// <summary>Codes drawn per example.</summary>
    public required int SamplesPerExample { get; init; }
}
