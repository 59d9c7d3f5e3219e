using System.CommandLine.Parsing;

namespace Uncollapse.Cli.Options;

/// <summary>Words as a shell reads them back.</summary>
internal static class Shell
{
    /// <summary>The word, in single quotes where a shell would read something else in it.</summary>
    internal static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or '=' or ',' or ':' or '+' or '@' or '%' || (letter == '\\' && OperatingSystem.IsWindows())) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>An option that was given, as often as it was given.</summary>
    internal static string Text(OptionResult option) => option.Tokens.Count == 0
        ? $" {option.Option.Name}"
        : string.Concat(option.Tokens.Select(token => $" {option.Option.Name} {Quoted(token.Value)}"));
}
