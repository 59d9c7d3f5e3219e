using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Good to know.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>It costs information.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It destroys the code.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
