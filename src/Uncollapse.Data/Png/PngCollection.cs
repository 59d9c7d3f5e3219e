using System.IO.Compression;
using Uncollapse.Data.Input;
using Uncollapse.Records;

namespace Uncollapse.Data.Png;

/// <summary>The PNG pictures of a folder or zip archive, found by content, in ordinal order of their paths; anything else is passed over.</summary>
internal sealed class PngCollection : IDisposable
{
    private readonly ZipFolder? archive;
    private readonly List<(string Name, ZipArchiveEntry? Member)> pictures = [];

    private PngCollection(string path, ZipFolder? archive)
    {
        Path = path;
        this.archive = archive;
    }

    public string Path { get; }

    /// <summary>Paths of the pictures inside the folder or archive, with forward slashes.</summary>
    public IEnumerable<string> Names => pictures.Select(picture => picture.Name);

    public int Count => pictures.Count;

    /// <summary>Files that are not PNG pictures.</summary>
    public int Ignored { get; private set; }

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; private set; }

    public static PngCollection OfFolder(string folder)
    {
        var collection = new PngCollection(folder, archive: null);
        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device | FileAttributes.Hidden };
            foreach (string file in Directory.EnumerateFiles(folder, "*", options))
            {
                if (IsPng(file))
                    collection.pictures.Add((System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), null));
                else
                    collection.Ignored++;
                collection.Bytes += new FileInfo(file).Length;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(folder, cause);
        }
        collection.Sort();
        return collection;
    }

    public static PngCollection OfZip(ZipFolder archive)
    {
        var collection = new PngCollection(archive.Path, archive);
        Span<byte> head = stackalloc byte[8];
        foreach (ZipArchiveEntry member in archive.Members)
        {
            using ByteReader reader = archive.Read(member);
            int number = reader.Read(head);
            if (PngReader.IsPng(head[..number]))
                collection.pictures.Add((member.FullName.Replace('\\', '/'), member));
            else
                collection.Ignored++;
            collection.Bytes += member.CompressedLength;
        }
        collection.Sort();
        return collection;
    }

    /// <summary>Opens a picture's bytes.</summary>
    public ByteReader Open(int index) =>
        archive is null ? InputFile.Open(System.IO.Path.Combine(Path, pictures[index].Name)) : archive.Read(pictures[index].Member!);

    public void Dispose() => archive?.Dispose();

    private static bool IsPng(string file)
    {
        Span<byte> head = stackalloc byte[8];
        // A pipe that lies among the pictures is passed over: opening it would wait for a writer.
        if (!RegularFile.HasBytes(file)) return false;
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return PngReader.IsPng(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    private void Sort() => pictures.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
}
