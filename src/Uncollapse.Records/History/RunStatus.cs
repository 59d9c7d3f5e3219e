using System.Text.Json.Serialization;

namespace Uncollapse.Records.History;

/// <summary>How a training stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Under way, or ended without a word (a crash).</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>All epochs done.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>Stopped early: the validation bound no longer improved.</summary>
    [JsonStringEnumMemberName("stopped-early")]
    StoppedEarly,

    /// <summary>Interrupted by the user; the state is saved.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>The loss or a gradient was no longer finite; the last good state is kept.</summary>
    [JsonStringEnumMemberName("diverged")]
    Diverged,
}
