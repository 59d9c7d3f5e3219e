using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>Whether a model can leave the state in which its code says nothing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StateStability>))]
public enum StateStability
{
    /// <summary>The interval of lambda_1 and its estimate in sample, which takes noise for signal, lie at or below beta: a small code costs more than it gains.</summary>
    [JsonStringEnumMemberName("stable")]
    Stable,

    /// <summary>Neither: growth is slow there, or the measurement does not tell.</summary>
    [JsonStringEnumMemberName("near")]
    Near,

    /// <summary>The interval lies above beta: a small code gains more than it costs.</summary>
    [JsonStringEnumMemberName("unstable")]
    Unstable,
}
