using System.CommandLine;

namespace Uncollapse.Cli.Commands;

/// <summary>A command of the program: its options, and what it does with them.</summary>
internal abstract class CliCommand : Command
{
    private readonly List<OptionGroup> _groups = [];

    protected CliCommand(Application application, string name, string description)
        : base(name, description)
    {
        SetAction(parse => application.Execute(parse, context => Execute(context, parse)));
    }

    /// <summary>The options by heading, for the help.</summary>
    internal IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>Examples for the help, one command line each.</summary>
    internal virtual IReadOnlyList<string> Examples => [];

    protected void AddGroup(string heading, params IEnumerable<Option> options)
    {
        var group = new OptionGroup(heading, [.. options]);
        _groups.Add(group);
        foreach (Option option in group.Options) Add(option);
    }

    protected abstract int Execute(CliContext context, ParseResult parse);
}
