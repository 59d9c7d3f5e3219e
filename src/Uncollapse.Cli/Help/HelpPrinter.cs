using System.CommandLine;
using System.CommandLine.Invocation;
using Uncollapse.Cli.Commands;
using Uncollapse.Cli.Options;

namespace Uncollapse.Cli.Help;

/// <summary>Prints a command's help: what it does, how it is called, examples, and its options under headings.</summary>
internal sealed class HelpPrinter(RootCommand root, CommonOptions common) : SynchronousCommandLineAction
{
    private const int FirstColumn = 34;
    private const int Width = 118;

    private static readonly string[] _first =
    [
        "uncollapse train --data synthetic:shapes --binarise threshold --diagnose --out runs/first",
        "uncollapse diagnose --posterior q.npz",
        "uncollapse COMMAND --help",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine($"usage: {Usage(command)}");
        IReadOnlyList<string> examples = command is RootCommand ? _first : (command as CliCommand)?.Examples ?? [];
        if (examples.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("examples:");
            foreach (string example in examples) output.WriteLine($"  {example}");
        }

        if (command.Arguments.Count > 0) Rows(output, "arguments:", command.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        if (command.Subcommands.Count > 0) Rows(output, "commands:", command.Subcommands.Select(sub => (sub.Name, sub.Description ?? "")));
        foreach (OptionGroup group in (command as CliCommand)?.Groups ?? [])
        {
            Rows(output, group.Heading + ":", group.Options.Where(option => !option.Hidden).Select(Row));
        }

        Rows(output, "options of every command:", common.All.Concat(root.Options.Where(option => option is System.CommandLine.Help.HelpOption or VersionOption)).Select(Row));
        return ExitCode.Done;
    }

    private static string Usage(Command command)
    {
        string path = command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent) + " " + command.Name : "uncollapse";
        if (command.Subcommands.Count > 0) return $"{path} COMMAND [options]";
        string arguments = string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}"));
        return $"{path}{arguments} [options]";
    }

    private static string Path(Command command) => command is RootCommand ? "uncollapse" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static (string Name, string Description) Row(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Order().Append(option.Name));
        bool flag = option.ValueType == typeof(bool) || option is VersionOption or System.CommandLine.Help.HelpOption;
        return (flag ? names : $"{names} {option.HelpName ?? "TEXT"}", option.Description ?? "");
    }

    private static void Rows(TextWriter output, string heading, IEnumerable<(string Name, string Description)> rows)
    {
        output.WriteLine();
        output.WriteLine(heading);
        foreach ((string name, string description) in rows)
        {
            string lead = $"  {name}";
            if (lead.Length > FirstColumn - 2)
            {
                output.WriteLine(lead);
                lead = "";
            }

            foreach (string line in Wrap(description, Width - FirstColumn))
            {
                output.WriteLine(lead.PadRight(FirstColumn) + line);
                lead = "";
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
