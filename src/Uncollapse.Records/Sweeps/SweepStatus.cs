using System.Text.Json.Serialization;

namespace Uncollapse.Records.Sweeps;

/// <summary>How far a sweep is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepStatus>))]
public enum SweepStatus
{
    /// <summary>It is under way, or was interrupted and can go on.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Every cell has an end.</summary>
    [JsonStringEnumMemberName("done")]
    Done,
}
