using System.Text.Json.Serialization;

namespace Uncollapse.Records.Sweeps;

/// <summary>How far a cell of a sweep is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellStatus>))]
public enum CellStatus
{
    /// <summary>It is still to be trained or diagnosed, from where its run folder stands.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It was trained and diagnosed.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Its training diverged; its last good state is in its folder and was not diagnosed.</summary>
    [JsonStringEnumMemberName("diverged")]
    Diverged,

    /// <summary>It was trained, and could not be diagnosed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
