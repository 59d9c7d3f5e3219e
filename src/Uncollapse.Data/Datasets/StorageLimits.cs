using System.Globalization;

namespace Uncollapse.Data.Datasets;

/// <summary>How much of a data set may lie in memory, and where the rest goes.</summary>
/// <param name="MemoryBytes">Rows beyond this are streamed: from the file itself where it is uncompressed idx or C-ordered npy, from an unpacked cache file else.</param>
/// <param name="CacheBytes">The largest such cache file; a compressed file that unpacks to more is refused.</param>
/// <param name="CacheFolder">Where cache files are made.</param>
public readonly record struct StorageLimits(long MemoryBytes, long CacheBytes, string CacheFolder)
{
    /// <summary>2 GiB in memory, 64 GiB in the user's cache folder.</summary>
    public static StorageLimits Default => new(2L << 30, 64L << 30, CacheFolders.Default);

    /// <summary>A new file, deleted when closed.</summary>
    internal FileStream CreateCacheFile(string source)
    {
        try
        {
            Directory.CreateDirectory(CacheFolder);
            for (int attempt = 0; ; attempt++)
            {
                string path = Path.Combine(CacheFolder, string.Create(CultureInfo.InvariantCulture, $"rows-{Environment.ProcessId}-{attempt}.tmp"));
                try
                {
                    return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
                }
                catch (IOException) when (File.Exists(path) && attempt < 10_000)
                {
                    // Another data set of this process has the name.
                }
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(source, "", "a cache folder that can be written, for more rows than fit in memory", cause.Message, $"The cache is {CacheFolder}", cause);
        }
    }
}
