using System.Security.Cryptography;
using Uncollapse.Data.Builtin;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Tests.Hostile;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Builtin;

/// <summary>The downloading code itself, against a server on this machine.</summary>
public sealed class FetchTests : IDisposable
{
    private static readonly byte[] Images = HostileFile.Gzip(HostileFile.RawIdx(8, [3, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    private static readonly byte[] Labels = HostileFile.Gzip(HostileFile.RawIdx(8, [3], 0, 1, 0));
    private readonly LocalServer server = new();
    private readonly string folder = TestFiles.TemporaryFolder();

    private RemoteDataset Tiny => new("tiny", new Uri(server.Address), [File("train-images.gz", Images), File("train-labels.gz", Labels), File("t10k-images.gz", Images), File("t10k-labels.gz", Labels)]);

    private BuiltinLocations Locations => new(null, Path.Combine(folder, "cache"), null);

    [Fact]
    public async Task FilesAreFetchedOnceVerifiedAndReportedOnTheWay()
    {
        ServeAll("/data/");
        var seen = new Recorder();
        using var fetcher = new DatasetFetcher(Locations);
        Assert.Null(fetcher.FindFolder(Tiny));
        string there = await fetcher.FetchAsync(Tiny, seen);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(Images, System.IO.File.ReadAllBytes(Path.Combine(there, "t10k-images.gz")));
        Assert.Contains(seen.Reports, report => report.File == "train-images.gz" && report.Received == Images.Length && report.Total == Images.Length);
        Assert.Equal(there, await fetcher.FetchAsync(Tiny));
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(4, Directory.GetFiles(there).Length);
        using SourceData data = DataSource.Open(there);
        Assert.Equal((3, 3), (data.Train.Count, data.Test!.Count));
        Assert.Equal([0f, 1, 0], data.Train.Labels.Single().Values.ToArray());
    }

    [Fact]
    public async Task ADamagedFileInTheCacheIsFetchedAgain()
    {
        ServeAll("/data/");
        using var fetcher = new DatasetFetcher(Locations);
        string there = await fetcher.FetchAsync(Tiny);
        byte[] damaged = [.. Images];
        damaged[^1] ^= 1;
        System.IO.File.WriteAllBytes(Path.Combine(there, "train-images.gz"), damaged);
        Assert.Null(fetcher.FindFolder(Tiny));
        await fetcher.FetchAsync(Tiny);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(Images, System.IO.File.ReadAllBytes(Path.Combine(there, "train-images.gz")));
    }

    [Fact]
    public async Task AMirrorIsAskedInsteadOfThePublisher()
    {
        ServeAll("/data/tiny/");
        using var fetcher = new DatasetFetcher(Locations with { Mirror = server.Address });
        await fetcher.FetchAsync(Tiny with { Address = new Uri("http://127.0.0.1:1/") });
        Assert.Contains("/data/tiny/train-images.gz", server.Requests);
    }

    [Theory]
    [InlineData("missing", "404")]
    [InlineData("other bytes", "SHA-256")]
    [InlineData("too short", "bytes of train-images.gz")]
    [InlineData("too long", "found more")]
    [InlineData("broken off", "train-images.gz")]
    [InlineData("silent", "no answer for")]
    public async Task WrongAnswersAreOneClearLineAndLeaveNothingBehind(string fault, string expected)
    {
        Directory.CreateDirectory(Locations.CacheFolder);
        ServeAll("/data/");
        byte[] other = [.. Images];
        other[^1] ^= 1;
        server.Answers["/data/train-images.gz"] = fault switch
        {
            "missing" => (404, [], null, false),
            "other bytes" => (200, other, null, false),
            "too short" => (200, Images[..^1], null, false),
            "too long" => (200, [.. Images, 0], null, false),
            "broken off" => (200, Images, 5, true),
            _ => (200, Images, 5, false),
        };
        using var fetcher = new DatasetFetcher(Locations, TimeSpan.FromMilliseconds(fault == "silent" ? 300 : 20_000));
        var error = await Assert.ThrowsAsync<DataFormatException>(() => fetcher.FetchAsync(Tiny));
        Assert.Contains(expected, error.Message);
        Assert.StartsWith(server.Address + "train-images.gz", error.Message);
        Assert.NotEmpty(error.Hint);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AServerThatIsNotThereIsSaidAndOtherWaysAreNamed()
    {
        using var fetcher = new DatasetFetcher(Locations);
        var error = await Assert.ThrowsAsync<DataFormatException>(() => fetcher.FetchAsync(Tiny with { Address = new Uri("http://127.0.0.1:1/") }));
        Assert.Contains(BuiltinLocations.DataVariable, error.Hint);
        Assert.Contains(BuiltinLocations.MirrorVariable, error.Hint);
        using var bad = new DatasetFetcher(Locations with { Mirror = "ftp:nowhere" });
        Assert.Contains("http or https", (await Assert.ThrowsAsync<DataFormatException>(() => bad.FetchAsync(Tiny))).Message);
    }

    [Fact]
    public async Task ADownloadCanBeStopped()
    {
        ServeAll("/data/");
        server.Answers["/data/train-images.gz"] = (200, Images, 5, false);
        using var fetcher = new DatasetFetcher(Locations);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(Tiny, null, cancel.Token));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "cache"), "*", SearchOption.AllDirectories));
    }

    [SharedDataFact("mnist", "fashion-mnist")]
    public void AFolderOfTheUsersIsLookedAtFirst()
    {
        var options = new SourceOptions { Locations = new BuiltinLocations(SharedData.Root, Path.Combine(folder, "cache"), "http://127.0.0.1:1/") };
        using SourceData mnist = DataSource.Open("mnist", options);
        Assert.Equal(("mnist/train", 60_000), (mnist.Train.Name, mnist.Train.Count));
        using SourceData own = DataSource.Open("fashion-mnist", options with { Locations = options.Locations with { DataFolder = SharedData.Path("fashion-mnist") } });
        Assert.Equal(10_000, own.Test!.Count);
        Assert.False(Directory.Exists(Path.Combine(folder, "cache")));
    }

    [SharedDataTheory("mnist", "fashion-mnist")]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void ThePublishedSizesAndChecksumsAreThoseOfTheRealFiles(string name)
    {
        foreach (RemoteFile file in RemoteDataset.All.Single(d => d.Name == name).Files)
        {
            byte[] bytes = System.IO.File.ReadAllBytes(Path.Combine(SharedData.Path(name), file.Name));
            Assert.Equal(file, new RemoteFile(file.Name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
    }

    public void Dispose() => server.Dispose();

    private static RemoteFile File(string name, byte[] bytes) => new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private void ServeAll(string prefix)
    {
        foreach (string split in new[] { "train", "t10k" })
        {
            server.Answers[$"{prefix}{split}-images.gz"] = (200, Images, null, false);
            server.Answers[$"{prefix}{split}-labels.gz"] = (200, Labels, null, false);
        }
    }

    private sealed class Recorder : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }
}
