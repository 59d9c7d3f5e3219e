using System.CommandLine;

namespace Uncollapse.Cli.Options;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "write one JSON document to the standard output, and nothing else there" };
    private readonly Option<long?> _seed = Numbers.Long("--seed", "N", "seed of all randomness (default 0)", 0);
    private readonly Option<int?> _threads = Numbers.Int("--threads", "N", "threads to compute with; results do not depend on it (default: one a core)", 1, 64);
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress and no notes: only results and errors" };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "no colour; so does the environment variable NO_COLOR" };
    private readonly Option<bool> _debug = new("--debug") { Description = "show where in the program an error came from" };

    internal IReadOnlyList<Option> All => [_json, _seed, _threads, _quiet, _noColor, _debug];

    internal void AddTo(Command root)
    {
        foreach (Option option in All)
        {
            option.Recursive = true;
            root.Add(option);
        }
    }

    internal CommonValues Read(ParseResult parse) => new(
        Flag(parse, _json),
        Value(parse, _seed),
        Value(parse, _threads),
        Flag(parse, _quiet),
        !Flag(parse, _noColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Flag(parse, _debug));

    // A value that does not parse is reported with the command line's other errors, so reading it must not throw.
    private static T? Value<T>(ParseResult parse, Option<T?> option)
        where T : struct => parse.GetResult(option) is { } result && !result.Errors.Any() ? parse.GetValue(option) : null;

    private static bool Flag(ParseResult parse, Option<bool> option) =>
        parse.GetResult(option) is { } result && !result.Errors.Any() && parse.GetValue(option);
}
