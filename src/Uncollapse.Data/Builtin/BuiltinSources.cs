using Uncollapse.Data.Sources;
using Uncollapse.Data.Synthetic;

namespace Uncollapse.Data.Builtin;

/// <summary>Opens data sets by name.</summary>
internal static class BuiltinSources
{
    private const string Sentences = "synthetic:sentences";

    /// <summary>Whether the data set of that name is of sentences.</summary>
    public static bool IsText(string name) => name == Sentences;

    /// <summary>The data set of that name, or null when there is none.</summary>
    public static SourceData? TryOpen(SourceAddress address, SourceOptions options)
    {
        switch (address.Name)
        {
            case "synthetic:shapes":
                address.Allow("examples", "size", "seed", "vary");
                return new SourceData(SyntheticShapes.Draw(
                    address.Integer("examples", 10_000, 3, 10_000_000), address.Integer("size", 28, 8, 32), address.Seed("seed", 0), address.Text, options.Limits,
                    address.Words("vary", SyntheticShapes.Factors)));
            case "synthetic:gaussian":
                return new SourceData(SyntheticGaussian.Draw(address, options.Limits));
            case "synthetic:cells":
                return new SourceData(SyntheticCells.Draw(address, options.Limits));
            case Sentences:
                address.Allow("examples", "seed");
                return new SourceData(SyntheticSentences.Draw(address.Integer("examples", 10_000, 3, 10_000_000), address.Seed("seed", 0), address.Text, options));
            default:
                if (RemoteDataset.All.FirstOrDefault(dataset => dataset.Name == address.Name) is not { } remote)
                    return null;
                address.Allow();
                using (var fetcher = new DatasetFetcher(options.Locations))
                {
                    string folder = fetcher.FindFolder(remote) ?? fetcher.FetchAsync(remote, options.Progress).GetAwaiter().GetResult();
                    return FolderSource.Open(new LoadContext(folder, options), remote.Name);
                }
        }
    }
}
