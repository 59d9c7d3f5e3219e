namespace Uncollapse.Data.Output;

/// <summary>
/// A file that appears whole or not at all: written beside its target under a temporary name, flushed to the disk, then renamed.
/// Disposing without <see cref="Commit"/> leaves the target as it was.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string temporary;
    private bool committed;

    /// <summary>Starts writing; the folder is created when it does not exist.</summary>
    public PendingFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? ".");
        temporary = Path + ".partial";
        Stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>The file that <see cref="Commit"/> makes appear.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Writes a whole file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new PendingFile(path);
        file.Stream.Write(bytes);
        file.Commit();
    }

    /// <summary>Flushes to the disk and renames; what stood at the path is replaced.</summary>
    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(temporary, Path, overwrite: true);
        committed = true;
    }

    /// <summary>Discards what was written unless it was committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!committed && File.Exists(temporary))
            File.Delete(temporary);
    }
}
