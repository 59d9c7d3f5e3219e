using System.CommandLine;
using System.Globalization;
using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Tables;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Cli.Commands;

/// <summary><c>remedies</c>: every cure that is known, what it is indicated for and what can be chosen.</summary>
internal sealed class RemediesCommand : CliCommand
{
    private readonly Argument<string?> _name = new("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "one remedy, with its parameters" };
    private readonly Option<string?> _cause = new("--cause") { HelpName = "CAUSE", Description = "those that are indicated for this cause of a finding, the most apt first" };

    internal RemediesCommand(Application application)
        : base(application, "remedies", "Lists the cures: what each does, who published it, what it is indicated for, and what can be chosen.")
    {
        _name.CompletionSources.Add([.. RemedyCatalogue.All.Select(remedy => remedy.Name)]);
        _cause.CompletionSources.Add([.. Causes()]);
        Add(_name);
        AddGroup("which", _cause);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse remedies", "uncollapse remedies free-bits", "uncollapse remedies --cause powerful-decoder"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        IReadOnlyList<Remedy> shown = Chosen(parse);
        context.Json(() => CliJson.Text(new RemediesDocument([.. shown.Select(RemedyEntry.Of)])));
        if (parse.GetValue(_name) is not null)
        {
            Tell(context, shown[0]);
            return ExitCode.Done;
        }

        context.Terminal.Table(new TableModel("Remedies", [new("Name"), new("What it does"), new("Indicated for"), new("Time", Numeric: true, Meaning: "about how many times as long a training takes, at the defaults of remedy and plan; what --budget of treat reckons with"), new("Source")], [.. shown.Select(Row)]));
        context.Terminal.Result("'uncollapse remedies NAME' tells its parameters; 'uncollapse train PLAN --remedy NAME:parameter=value' gives it.");
        return ExitCode.Done;
    }

    private IReadOnlyList<Remedy> Chosen(ParseResult parse)
    {
        if (parse.GetValue(_name) is { } name)
            return [RemedyCatalogue.Find(name) ?? throw CliException.Usage($"NAME: expected a remedy, found '{name}'", RemedyCatalogue.Nearest(name) is { } near ? $"did you mean {near.Name}?" : "'uncollapse remedies' lists them")];
        if (parse.GetValue(_cause) is not { } cause) return RemedyCatalogue.All;
        return RemedyCatalogue.For(cause) is { Count: > 0 } some
            ? some
            : throw CliException.Usage($"--cause: expected one of {string.Join(", ", Causes())}, found '{cause}'", "a finding of 'uncollapse diagnose' begins with its cause");
    }

    private static void Tell(CliContext context, Remedy remedy)
    {
        context.Terminal.Result($"{remedy.Name}: {remedy.Summary}");
        context.Terminal.Result($"Indicated for {string.Join(", ", remedy.Causes)}. Source: {remedy.Source}.{(Cost(remedy) is var cost && cost != "1" ? $" A training takes about {cost} times as long with it, at the defaults." : "")}");
        if (remedy.Parameters.Count == 0) return;
        context.Terminal.Table(new TableModel("Parameters", [new("Name"), new("Default"), new("What it is")], [.. remedy.Parameters.Select(one => (IReadOnlyList<TableCell>)[one.Name, one.Default, one.Meaning])]));
    }

    private static IReadOnlyList<TableCell> Row(Remedy remedy) => [remedy.Name, remedy.Summary, string.Join(", ", remedy.Causes), Cost(remedy), remedy.Source];

    private static string Cost(Remedy remedy) => new Prescription(remedy).Cost(new Plan()).ToString("0.#", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Causes() => RemedyCatalogue.All.SelectMany(remedy => remedy.Causes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
