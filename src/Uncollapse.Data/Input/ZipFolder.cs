using System.Globalization;
using System.IO.Compression;

namespace Uncollapse.Data.Input;

/// <summary>A zip archive as a list of members; every member is read with its length and checksum verified.</summary>
internal sealed class ZipFolder : IDisposable
{
    private readonly ZipArchive archive;
    private readonly Stream stream;

    private ZipFolder(string path, Stream stream, ZipArchive archive, IReadOnlyList<ZipArchiveEntry> members)
    {
        Path = path;
        this.stream = stream;
        this.archive = archive;
        Members = members;
    }

    public string Path { get; }

    /// <summary>Members in the archive's order, folders left out.</summary>
    public IReadOnlyList<ZipArchiveEntry> Members { get; }

    public static ZipFolder Open(string path) => Open(path, InputFile.OpenStream(path));

    public static ZipFolder FromBytes(string path, byte[] bytes) => Open(path, new MemoryStream(bytes, writable: false));

    private static ZipFolder Open(string path, Stream stream)
    {
        ZipArchive? opened = null;
        try
        {
            opened = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            ZipArchiveEntry[] members = [.. opened.Entries.Where(entry => !entry.FullName.EndsWith('/'))];
            return new ZipFolder(path, stream, opened, members);
        }
        catch (Exception cause) when (IsArchiveFault(cause))
        {
            opened?.Dispose();
            stream.Dispose();
            throw Damaged(path, "a sound zip archive", cause);
        }
    }

    /// <summary>The name that errors carry for a member.</summary>
    public string NameOf(ZipArchiveEntry member) => $"{Path}!{member.FullName}";

    /// <summary>Opens a member; its checksum is verified when its last byte has been read.</summary>
    public ByteReader Read(ZipArchiveEntry member)
    {
        string name = NameOf(member);
        try
        {
            long packed = member.CompressedLength;
            long unpacked = member.Length;
            if (packed < 0 || packed > stream.Length)
                throw new DataFormatException(name, "", $"at most {stream.Length} packed bytes", string.Create(CultureInfo.InvariantCulture, $"{packed}"), "The archive's directory is damaged");
            if (unpacked < 0 || unpacked > checked((packed + 1) * ByteReader.LargestExpansion))
            {
                throw new DataFormatException(
                    name, "", $"no more than {ByteReader.LargestExpansion} unpacked bytes for each packed byte", string.Create(CultureInfo.InvariantCulture, $"{unpacked} bytes declared for {packed}"), "The archive's directory is damaged");
            }
            // Where as many bytes are packed as unpacked, the length is backed by bytes of the file (stored members, all but always).
            return new ByteReader(name, new CheckedMemberStream(member.Open(), unpacked, member.Crc32), unpacked, exact: packed == unpacked, packed);
        }
        catch (Exception cause) when (IsArchiveFault(cause))
        {
            throw Damaged(name, "a sound zip member (stored or deflated, not encrypted)", cause);
        }
    }

    public void Dispose()
    {
        archive.Dispose();
        stream.Dispose();
    }

    /// <summary>What the base library throws for archives that are not sound.</summary>
    private static bool IsArchiveFault(Exception cause) =>
        cause is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or UnauthorizedAccessException or ObjectDisposedException or IndexOutOfRangeException;

    private static DataFormatException Damaged(string path, string expected, Exception cause) =>
        new(path, "", expected, cause.Message, "The archive is damaged or cut short; fetch or write it again", cause);
}
