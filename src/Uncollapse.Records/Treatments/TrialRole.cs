using System.Text.Json.Serialization;

namespace Uncollapse.Records.Treatments;

/// <summary>Why a trial was made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialRole>))]
public enum TrialRole
{
    /// <summary>The remedy is indicated for a finding.</summary>
    [JsonStringEnumMemberName("indicated")]
    Indicated,

    /// <summary>The remedy serves the goal that was asked for.</summary>
    [JsonStringEnumMemberName("goal")]
    Goal,

    /// <summary>To compare with: the plan as it was from another seed, or a remedy for something else.</summary>
    [JsonStringEnumMemberName("control")]
    Control,
}
