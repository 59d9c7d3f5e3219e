using System.CommandLine;
using Uncollapse.Cli.Options;
using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Runs;
using Uncollapse.Data.AnnData;
using Uncollapse.Data.Preparation;

namespace Uncollapse.Cli.Commands;

/// <summary><c>embed</c>: the posterior of every example.</summary>
internal sealed class EmbedCommand : CliCommand
{
    private const string Cells = ".h5ad";
    private readonly RunOptions _run = new("codes.npy", "where to: .npy (means), .npz (mu, logvar, labels: what diagnose --posterior reads), .csv, or .h5ad (a copy of the source with the means of all its cells in obsm/X_uncollapse)");
    private readonly Option<string?> _split = new("--split") { HelpName = "train|validation|test|all", Description = "which examples (default: test; with --data or into .h5ad: all)" };
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
        "uncollapse embed runs/pbmc --out embedded.h5ad",
    ];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string target = _run.Target(parse, ".npy", ".npz", ".csv", Cells);
        bool intoCells = Path.GetExtension(target).Equals(Cells, StringComparison.OrdinalIgnoreCase);
        string? source = parse.GetValue(_data);
        string split = parse.GetValue(_split) ?? (source is null && !intoCells ? "test" : OpenRun.All);
        if (split is not ("train" or "validation" or "test" or OpenRun.All))
            throw CliException.Usage($"--split: expected train, validation, test or {OpenRun.All}, found '{split}'", "uncollapse embed --help");
        if (intoCells && split != OpenRun.All)
            throw CliException.Usage($"--split {split}: an .h5ad gets the codes of all its cells", "leave --split away, or write .npy or .csv");
        using OpenRun run = _run.Open(parse);
        IReadOnlyList<DataView> views = source is null ? run.Views(split) : run.OtherViews(source, split);
        string? file = intoCells ? CellFile(views) : null;
        Embedding embedding = null!;
        context.Terminal.Progress("encoding", bar => embedding = Embedding.Of(run, views, bar, context.Cancellation));
        if (file is null) embedding.Write(target);
        else embedding.WriteInto(file, target, _run.Forces(parse));
        string place = file is null ? target : $"{target}, obsm/{H5adWriter.CustomaryName}";
        context.Terminal.Result($"{Figures.Plural(embedding.Examples, "code")} of {Figures.Plural(embedding.Units, "unit")}: {place}");
        context.Json(() => CliJson.Text(_run.Document(parse, [target], [embedding.Examples, embedding.Units], run.Folder.Plan.Seed)));
        return ExitCode.Done;
    }

    /// <summary>The .h5ad file that the cells come from; its codes can be put into no other.</summary>
    private static string CellFile(IReadOnlyList<DataView> views) => views is [{ Data.Provenance: { Format: "h5ad" } one }]
        ? one.Source
        : throw CliException.Usage(
            $"an .h5ad is written as a copy of the source with the codes in it, and {views[0].Data.Provenance.Source} ({views[0].Data.Provenance.Format}) is none",
            "write .csv, whose first column names the cells where they have names, and adata.obsm['X_uncollapse'] = pandas.read_csv('Z.csv', index_col='cell').filter(regex='^z').loc[adata.obs_names].values; or train on the .h5ad");
}
