using System.Text.Json.Serialization;

namespace Uncollapse.Records.Treatments;

/// <summary>How far a treatment is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TreatmentStatus>))]
public enum TreatmentStatus
{
    /// <summary>It is under way, or was interrupted and can go on.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It ended.</summary>
    [JsonStringEnumMemberName("done")]
    Done,
}
