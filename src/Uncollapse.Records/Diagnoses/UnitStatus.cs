using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>The status of one latent unit (Bonheme &amp; Grzes 2021).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnitStatus>))]
public enum UnitStatus
{
    /// <summary>Its posterior is narrow and its mean moves.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>Its posterior is the prior for all examples.</summary>
    [JsonStringEnumMemberName("passive")]
    Passive,

    /// <summary>Active on a part of the data.</summary>
    [JsonStringEnumMemberName("mixed")]
    Mixed,
}
