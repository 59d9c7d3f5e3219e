using System.CommandLine;
using System.CommandLine.Parsing;

namespace Uncollapse.Cli.Errors;

/// <summary>The parser's errors in this program's words, with the nearest name where one was mistyped.</summary>
internal static class UsageErrors
{
    /// <summary>The error of a command line, or null where there is none.</summary>
    internal static CliException? Find(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        string help = $"'{Path(parse.CommandResult)} --help' lists what it takes";
        foreach (string word in StrayWords(parse))
        {
            if (word.Length > 1 && word[0] == '-') return UnknownOption(parse, word.Split('=')[0], help);
            if (command.Subcommands.Count > 0) return UnknownCommand(command, word, help);
            return CliException.Usage($"unexpected '{word}'", help);
        }

        if (parse.Errors.Count == 0) return null;
        ParseError first = parse.Errors[0];
        if (command.Subcommands.Count > 0 && parse.Errors.All(error => error.SymbolResult is CommandResult))
            return CliException.Usage($"{Path(parse.CommandResult)}: which command? {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}", help);
        return CliException.Usage(Text(first), help);
    }

    private static string Text(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name}: expected {option.Option.HelpName ?? "a value"}, found nothing",
        OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } option => $"{option.Option.Name}: expected one value, found {option.Tokens.Count}",
        ArgumentResult { Tokens.Count: 0 } argument => $"{argument.Argument.Name}: missing",
        CommandResult command when command.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0) is { } argument
            && error.Message.StartsWith("Required argument", StringComparison.Ordinal) => $"{argument.Name}: missing",
        _ => error.Message,
    };

    private static CliException UnknownOption(ParseResult parse, string word, string help)
    {
        string? near = Suggestion.Nearest(word, OptionsOf(parse.CommandResult).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Append(option.Name)));
        return CliException.Usage($"unknown option {word}", near is null ? help : $"did you mean {near}?");
    }

    private static CliException UnknownCommand(Command command, string word, string help)
    {
        string? near = Suggestion.Nearest(word, command.Subcommands.Select(sub => sub.Name));
        return CliException.Usage($"unknown command '{word}'", near is null ? help : $"did you mean '{near}'?");
    }

    // The parser takes '--epohcs' for a file where a command has arguments; no file of ours begins with a dash.
    private static IEnumerable<string> StrayWords(ParseResult parse)
    {
        IEnumerable<string> arguments = parse.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Where(value => value.Length > 1 && value[0] == '-');
        return parse.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? parse.UnmatchedTokens : arguments.Concat(parse.UnmatchedTokens);
    }

    private static IEnumerable<Option> OptionsOf(CommandResult result)
    {
        foreach (Option option in result.Command.Options) yield return option;
        for (SymbolResult? parent = result.Parent; parent is CommandResult command; parent = parent.Parent)
        {
            foreach (Option option in command.Command.Options.Where(option => option.Recursive)) yield return option;
        }
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "uncollapse";
}
