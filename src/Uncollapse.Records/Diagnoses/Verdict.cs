using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>Whether the code carries information and the decoder uses it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>The code informs, and the decoder uses it.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>Some units carry information where more would pay.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>The code says nothing of x, or the decoder does not listen.</summary>
    [JsonStringEnumMemberName("collapsed")]
    Collapsed,
}
