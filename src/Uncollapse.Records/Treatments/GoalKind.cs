using System.Text.Json.Serialization;

namespace Uncollapse.Records.Treatments;

/// <summary>What a treatment can be asked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GoalKind>))]
public enum GoalKind
{
    /// <summary>A rate, nats, met within a tenth.</summary>
    [JsonStringEnumMemberName("rate")]
    Rate,

    /// <summary>At least so many active units.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>At least so much mutual information, nats.</summary>
    [JsonStringEnumMemberName("information")]
    Information,
}
