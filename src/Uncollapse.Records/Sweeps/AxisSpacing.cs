using System.Text.Json.Serialization;

namespace Uncollapse.Records.Sweeps;

/// <summary>How the values of a sweep's axis were chosen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AxisSpacing>))]
public enum AxisSpacing
{
    /// <summary>One by one.</summary>
    [JsonStringEnumMemberName("listed")]
    Listed,

    /// <summary>In equal differences.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>In equal ratios.</summary>
    [JsonStringEnumMemberName("log")]
    Logarithmic,
}
