using Uncollapse.Records.History;

namespace Uncollapse.Reporting.Sections;

/// <summary>How a training stands, in words.</summary>
internal static class StatusWords
{
    internal static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "under way or ended without a word",
        RunStatus.Finished => "finished",
        RunStatus.StoppedEarly => "stopped early",
        RunStatus.Interrupted => "interrupted",
        RunStatus.Diverged => "diverged",
        _ => status.ToString(),
    };
}
