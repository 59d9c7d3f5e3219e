namespace Uncollapse.Data.Builtin;

/// <summary>How far the download of one file is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes received.</param>
/// <param name="Total">Bytes in all, or null where the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Total);
