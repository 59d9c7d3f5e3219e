using System.Globalization;
using System.Security.Cryptography;
using Uncollapse.Records;

namespace Uncollapse.Data.Builtin;

/// <summary>Fetches published data sets into the cache; a file appears there only when its size and checksum are right.</summary>
public sealed class DatasetFetcher : IDisposable
{
    private readonly BuiltinLocations locations;
    private readonly HttpClient client;
    private readonly TimeSpan patience;

    /// <summary>Prepares downloads.</summary>
    /// <param name="locations">Where files are kept and fetched from.</param>
    /// <param name="patience">How long the server may be silent; null: one minute.</param>
    public DatasetFetcher(BuiltinLocations locations, TimeSpan? patience = null)
    {
        this.locations = locations;
        this.patience = patience ?? TimeSpan.FromMinutes(1);
        client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The folder where a data set lies complete without fetching: the user's data folder or the cache. Null when it does not.</summary>
    public string? FindFolder(RemoteDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (locations.DataFolder is { } folder)
        {
            // The folder of the data sets, or that of this one.
            foreach (string candidate in new[] { Path.Combine(folder, dataset.Name), folder })
            {
                if (dataset.Files.All(file => File.Exists(Path.Combine(candidate, file.Name)) || File.Exists(Path.Combine(candidate, Path.GetFileNameWithoutExtension(file.Name)))))
                    return candidate;
            }
        }
        string cache = CacheOf(dataset);
        return dataset.Files.All(file => IsSound(Path.Combine(cache, file.Name), file)) ? cache : null;
    }

    /// <summary>Fetches what is missing and returns the folder that holds all files.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="progress">Told about bytes as they arrive; null: nobody.</param>
    /// <param name="cancellation">Stops the download; nothing half-written stays.</param>
    /// <exception cref="DataFormatException">The server cannot be reached or gives other bytes than the published ones.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public async Task<string> FetchAsync(RemoteDataset dataset, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (FindFolder(dataset) is { } there)
            return there;
        string folder = CacheOf(dataset);
        foreach (RemoteFile file in dataset.Files)
        {
            string path = Path.Combine(folder, file.Name);
            if (!IsSound(path, file))
                await FetchFileAsync(AddressOf(dataset, file), path, file, progress, cancellation).ConfigureAwait(false);
        }
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static bool IsSound(string path, RemoteFile file)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length != file.Bytes)
                return false;
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string CacheOf(RemoteDataset dataset) => Path.Combine(locations.CacheFolder, dataset.Name);

    private Uri AddressOf(RemoteDataset dataset, RemoteFile file)
    {
        if (locations.Mirror is null)
            return new Uri(dataset.Address, file.Name);
        return Uri.TryCreate($"{locations.Mirror.TrimEnd('/')}/{dataset.Name}/{file.Name}", UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new DataFormatException(BuiltinLocations.MirrorVariable, "", "an http or https address", $"'{locations.Mirror}'");
    }

    private async Task FetchFileAsync(Uri address, string path, RemoteFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        string hint = $"Fetch it by other means into a folder and name that in {BuiltinLocations.DataVariable}, or name a mirror in {BuiltinLocations.MirrorVariable}";
        try
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(patience);
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new DataFormatException(address.ToString(), "", file.Name, string.Create(CultureInfo.InvariantCulture, $"the answer {(int)response.StatusCode} {response.ReasonPhrase}"), hint);
            using Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using var target = AtomicFile.Create(path);
            await CopyAsync(body, target.Stream, address, file, response.Content.Headers.ContentLength, progress, silence).ConfigureAwait(false);
            target.Commit();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DataFormatException(address.ToString(), "", file.Name, string.Create(CultureInfo.InvariantCulture, $"no answer for {patience.TotalSeconds} seconds"), hint);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(address.ToString(), "", file.Name, cause.InnerException?.Message ?? cause.Message, hint, cause);
        }
    }

    private async Task CopyAsync(Stream body, FileStream target, Uri address, RemoteFile file, long? length, IProgress<DownloadProgress>? progress, CancellationTokenSource silence)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        long received = 0;
        int number;
        while ((number = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0)
        {
            received += number;
            if (received > file.Bytes)
                break;
            hash.AppendData(buffer, 0, number);
            await target.WriteAsync(buffer.AsMemory(0, number), silence.Token).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(file.Name, received, length ?? file.Bytes));
            silence.CancelAfter(patience);
        }
        if (received != file.Bytes)
        {
            string found = received > file.Bytes ? "more" : string.Create(CultureInfo.InvariantCulture, $"{received} bytes");
            throw new DataFormatException(address.ToString(), "", string.Create(CultureInfo.InvariantCulture, $"{file.Bytes} bytes of {file.Name}"), found, "The server's file is not the published one, or the transfer broke: try again");
        }
        string sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sum != file.Sha256)
            throw new DataFormatException(address.ToString(), "", $"{file.Name} with SHA-256 {file.Sha256}", sum, "The server's file is not the published one");
    }
}
