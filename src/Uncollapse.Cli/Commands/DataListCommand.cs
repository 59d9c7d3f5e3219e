using System.CommandLine;
using Uncollapse.Data.Builtin;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Commands;

/// <summary><c>data list</c>: the data sets known by name.</summary>
internal sealed class DataListCommand : CliCommand
{
    internal DataListCommand(Application application)
        : base(application, "list", "Lists the data sets that are known by name.")
    {
    }

    protected override int Execute(CliContext context, ParseResult parse)
    {
        using var fetcher = new DatasetFetcher(BuiltinLocations.FromEnvironment());
        DataListEntry[] entries =
        [
            .. DatasetCatalogue.All.Select(entry => new DataListEntry(
                entry.Name, entry.Description, entry.Parameters, entry.IsDownloaded,
                RemoteDataset.All.FirstOrDefault(remote => remote.Name == entry.Name) is { } remote ? fetcher.FindFolder(remote) : null)),
        ];
        context.Json(() => CliJson.Text(new DataListDocument(entries)));
        var rows = entries.Select(entry => (IReadOnlyList<TableCell>)[entry.Name, entry.Description, entry.Parameters, State(entry)]).ToList();
        context.Terminal.Table(new TableModel("Data known by name", [new("Name"), new("What it is"), new("Parameters, after '?'"), new("Where")], rows));
        context.Terminal.Result("A SOURCE is one of these names, or a file or folder: idx, npy, npz, csv, amat (each also gzipped), MATLAB 5 .mat, PNG pictures in a folder or zip, sentences one a line (a file, or a folder of train, valid and test).");
        context.Terminal.Result($"'uncollapse data fetch NAME' downloads; {BuiltinLocations.DataVariable} names a folder that has them already.");
        return ExitCode.Done;
    }

    private static string State(DataListEntry entry) => !entry.Downloaded ? "drawn on the spot" : entry.Folder ?? "not fetched yet";
}
