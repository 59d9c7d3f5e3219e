using System.Text.RegularExpressions;
using Uncollapse.Cli.Options;
using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Errors;

/// <summary>The rooms speak of a plan's keys; a command line is mended with options.</summary>
internal static class FlagNames
{
    // Keys without a dot (seed) are everyday words.
    private static readonly Regex _keys = new(
        $@"(?<![\w./-])(?<key>{string.Join('|', PlanSchema.Keys.Select(key => key.Path).Where(path => path.Contains('.', StringComparison.Ordinal)).OrderByDescending(path => path.Length).Select(Regex.Escape))})(?![\w/]|\.\w)(?<to> to )?",
        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The text with <c>data.scale to unit</c> as <c>--scale unit</c>, and <c>data.scale</c> as <c>--scale</c>.</summary>
    internal static string In(string text) =>
        _keys.Replace(text, match => PlanOptions.Flag(match.Groups["key"].Value) + (match.Groups["to"].Success ? " " : ""));
}
