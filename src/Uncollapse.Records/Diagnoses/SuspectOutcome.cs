using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>What trials say of one cause.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SuspectOutcome>))]
public enum SuspectOutcome
{
    /// <summary>The budget did not suffice, or the trials tell nothing.</summary>
    [JsonStringEnumMemberName("undecided")]
    Undecided,

    /// <summary>Without it the code stays as it is.</summary>
    [JsonStringEnumMemberName("acquitted")]
    Acquitted,

    /// <summary>Without it alone information returns.</summary>
    [JsonStringEnumMemberName("convicted")]
    Convicted,

    /// <summary>It is one of several of which each keeps the code out: without all of them information returns, with this one left it does not.</summary>
    [JsonStringEnumMemberName("convicted-jointly")]
    ConvictedJointly,
}
