using System.CommandLine;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.Preparation;

namespace Uncollapse.Cli.Commands;

/// <summary><c>embed</c>: the posterior of every example.</summary>
internal sealed class EmbedCommand : CliCommand
{
    private readonly RunOptions _run = new("codes.npy", "where to: .npy (means), .npz (mu, logvar, labels: what diagnose --posterior reads) or .csv");
    private readonly Option<string?> _split = new("--split") { HelpName = "train|validation|test|all", Description = "which examples (default: test; with --data: all)" };
    private readonly Option<string?> _data = new("--data") { HelpName = "SOURCE", Description = "embed these examples instead, scaled as the run's data were" };

    internal EmbedCommand(Application application)
        : base(application, "embed", "Writes the code of every example: the posterior's means, and in .npz and .csv its log-variances too.")
    {
        _split.CompletionSources.Add("train", "validation", "test", OpenRun.All);
        Add(_run.Argument);
        AddGroup("embed", [_split, _data, .. _run.Options]);
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "uncollapse embed runs/mnist --out codes.csv",
        "uncollapse embed runs/mnist --data more.npy --out more.npz",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string target = _run.Target(parse, ".npy", ".npz", ".csv");
        string? source = parse.GetValue(_data);
        string split = parse.GetValue(_split) ?? (source is null ? "test" : OpenRun.All);
        if (split is not ("train" or "validation" or "test" or OpenRun.All))
            throw CliException.Usage($"--split: expected train, validation, test or {OpenRun.All}, found '{split}'", "uncollapse embed --help");
        using OpenRun run = _run.Open(parse);
        IReadOnlyList<DataView> views = source is null ? run.Views(split) : run.OtherViews(source, split);
        Embedding embedding = null!;
        context.Terminal.Progress("encoding", bar => embedding = Embedding.Of(run, views, bar, context.Cancellation));
        embedding.Write(target);
        context.Terminal.Result($"{Figures.Plural(embedding.Examples, "code")} of {Figures.Plural(embedding.Units, "unit")}: {target}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], [embedding.Examples, embedding.Units], run.Folder.Plan.Seed)));
        return ExitCode.Done;
    }
}
