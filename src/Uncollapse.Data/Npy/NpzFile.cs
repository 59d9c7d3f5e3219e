using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Npy;

/// <summary>An .npz archive open for reading: named arrays, stored or deflated, read one at a time, and text members beside them.</summary>
public sealed class NpzFile : IDisposable
{
    private const string Extension = ".npy";
    private const int LongestText = 1 << 26;
    private readonly ZipFolder folder;
    private readonly Dictionary<string, ZipArchiveEntry> members = new(StringComparer.Ordinal);

    private NpzFile(ZipFolder folder)
    {
        this.folder = folder;
        var names = new List<string>();
        foreach (ZipArchiveEntry member in folder.Members)
        {
            if (!members.TryAdd(member.FullName, member))
                throw new DataFormatException(folder.Path, "", "members with different names", $"'{member.FullName}' twice", "Write the archive again");
            if (member.FullName.EndsWith(Extension, StringComparison.Ordinal))
                names.Add(member.FullName[..^Extension.Length]);
        }
        Names = names;
    }

    /// <summary>The file's path.</summary>
    public string Path => folder.Path;

    /// <summary>Names of the arrays, without <c>.npy</c>, in the archive's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="DataFormatException">The file is not a sound zip archive.</exception>
    public static NpzFile Open(string path) => Open(ZipFolder.Open(path));

    /// <summary>Opens an archive that is in memory; errors carry the name given.</summary>
    /// <exception cref="DataFormatException">The bytes are not a sound zip archive.</exception>
    public static NpzFile FromBytes(string path, byte[] bytes) => Open(ZipFolder.FromBytes(path, bytes));

    /// <summary>Whether there is an array of that name.</summary>
    public bool Contains(string name) => members.ContainsKey(name + Extension);

    /// <summary>Reads the header of an array: its type and shape.</summary>
    /// <exception cref="DataFormatException">There is no such array, or it is damaged.</exception>
    public NpyHeader ReadHeader(string name)
    {
        using ByteReader reader = folder.Read(Find(name + Extension));
        return NpyHeader.Read(reader);
    }

    /// <summary>Reads an array.</summary>
    /// <exception cref="DataFormatException">There is no such array, or it is damaged, or of a type that is refused.</exception>
    public NpyArray Read(string name)
    {
        using ByteReader reader = OpenArray(name);
        return NpyReader.Read(reader);
    }

    /// <summary>Reads a UTF-8 text member, e.g. <c>checkpoint.json</c>; null where there is none.</summary>
    /// <exception cref="DataFormatException">The member is damaged, or no UTF-8, or beyond 64 MiB.</exception>
    public string? ReadText(string member)
    {
        if (!members.TryGetValue(member, out ZipArchiveEntry? entry))
            return null;
        using ByteReader reader = folder.Read(entry);
        if (reader.Most > LongestText)
            throw reader.Fail($"text of at most {LongestText} bytes", $"{reader.Most} bytes");
        byte[] bytes = reader.ReadBlock(reader.Most, "text");
        reader.ExpectEnd("text");
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException cause)
        {
            throw DataFormatException.AtByte(reader.Path, cause.Index, "UTF-8 text", "other bytes", "", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    /// <summary>Opens an array's bytes for streaming.</summary>
    internal ByteReader OpenArray(string name) => folder.Read(Find(name + Extension));

    private static NpzFile Open(ZipFolder folder)
    {
        try
        {
            return new NpzFile(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private ZipArchiveEntry Find(string member) =>
        members.TryGetValue(member, out ZipArchiveEntry? entry)
            ? entry
            : throw new DataFormatException(Path, "", $"an array '{member[..^Extension.Length]}'", Names.Count == 0 ? "no arrays" : $"only {string.Join(", ", Names)}");
}
