using System.CommandLine;
using Uncollapse.Cli.Errors;
using Uncollapse.Cli.Progress;
using Uncollapse.Data.Builtin;

namespace Uncollapse.Cli.Commands;

/// <summary><c>data fetch</c>: a published data set into the cache, checked by size and checksum.</summary>
internal sealed class DataFetchCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "as 'data list' shows it" };

    internal DataFetchCommand(Application application)
        : base(application, "fetch", "Downloads a published data set into the cache and checks it.")
    {
        _name.CompletionSources.Add([.. RemoteDataset.All.Select(remote => remote.Name)]);
        Add(_name);
    }

    internal override IReadOnlyList<string> Examples => ["uncollapse data fetch mnist"];

    protected override int Execute(CliContext context, ParseResult parse)
    {
        string name = parse.GetRequiredValue(_name);
        RemoteDataset? remote = RemoteDataset.All.FirstOrDefault(candidate => candidate.Name == name);
        if (remote is null)
        {
            string[] names = [.. RemoteDataset.All.Select(candidate => candidate.Name)];
            string hint = Suggestion.Nearest(name, names) is { } near ? $"did you mean {near}?" : "'uncollapse data list' shows what there is";
            throw CliException.Usage($"NAME: expected {string.Join(" or ", names)}, found '{name}'", hint);
        }

        using var fetcher = new DatasetFetcher(BuiltinLocations.FromEnvironment());
        string folder = "";
        context.Terminal.Progress("fetching", bar =>
        {
            long total = remote.Files.Sum(file => file.Bytes);
            var progress = new DownloadBar(bar, remote, total);
            folder = fetcher.FetchAsync(remote, progress, context.Cancellation).GetAwaiter().GetResult();
        });
        context.Terminal.Result($"{name}: {Figures.Plural(remote.Files.Count, "file")} in {folder}");
        context.Json(() => CliJson.Text(new DataFetchDocument(name, folder, [.. remote.Files.Select(file => file.Name)])));
        return ExitCode.Done;
    }
}
