using System.CommandLine;
using Uncollapse.Cli.Runs;

namespace Uncollapse.Cli.Options;

/// <summary>The option <c>--split</c>.</summary>
internal static class SplitOption
{
    internal static Option<string> Create(string description) => Numbers.Choice("--split", $"{description} (default test)", "test", "validation", "train", OpenRun.All);
}
