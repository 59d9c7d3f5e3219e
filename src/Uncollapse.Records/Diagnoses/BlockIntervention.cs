using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>What it costs to give every example the codes of a block of units of another, all together: nats per example.</summary>
public sealed record BlockIntervention
{
    /// <summary>What the block is called: <c>units 0-3</c> where it was asked for; <c>active units</c>, <c>mixed units</c>, <c>passive units</c>, <c>level z1</c>, <c>level z2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its units, rising.</summary>
    public required IReadOnlyList<int> Units { get; init; }

    /// <summary>The mean fall of log p(x|z).</summary>
    public required double LossNats { get; init; }

    /// <summary>Its 95 % bootstrap interval over examples.</summary>
    [JsonPropertyName("ci95")]
    public required IReadOnlyList<double> Ci95 { get; init; }

    /// <summary>The sum of what its units cost one by one, on the same examples with the same exchange: another number where units stand in for each other, or tell something only together.</summary>
    public required double OneByOneNats { get; init; }

    /// <summary>Examples it was measured on.</summary>
    public required int Examples { get; init; }
}
