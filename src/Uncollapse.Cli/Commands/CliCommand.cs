using System.CommandLine;
using Uncollapse.Cli.Options;

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

    /// <summary>Every key of a plan, by what it is of.</summary>
    protected void AddPlan(PlanOptions plan)
    {
        AddGroup("data", plan.Group(option => option.Section == "data"));
        AddGroup("model", plan.Group(option => option.Section == "model" && !option.IsNetworkOwn));
        AddGroup("objective", plan.Group(option => option.Section == "objective"));
        AddGroup("training", plan.Group(option => option.Section == "training"));
        AddGroup("one network alone", plan.Group(option => option.IsNetworkOwn));
    }

    protected abstract int Execute(CliContext context, ParseResult parse);
}
