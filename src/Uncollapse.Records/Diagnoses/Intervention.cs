using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>What replacing a part of the code costs: the mean fall of log p(x|z) in nats per example.</summary>
public sealed record Intervention
{
    /// <summary>The unit, for interventions on one; null for the whole code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Unit { get; init; }

    /// <summary>The mean cost.</summary>
    public required double LossNats { get; init; }

    /// <summary>Its 95 % bootstrap interval over examples.</summary>
    [JsonPropertyName("ci95")]
    public required IReadOnlyList<double> Ci95 { get; init; }

    /// <summary>Examples it was measured on; null in files of versions that did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Examples { get; init; }
}
