using System.Globalization;

namespace Uncollapse.Data.Input;

/// <summary>
/// The one way in which formats read bytes: forward only, counted, every length checked against the bytes that can exist before
/// memory is taken, and every failure a <see cref="DataFormatException"/> that names the offset.
/// </summary>
public sealed class ByteReader : IDisposable
{
    /// <summary>DEFLATE packs at most 1032 bytes into one (RFC 1951: 258 bytes from 2 bits), so packed bytes bound unpacked ones.</summary>
    internal const long LargestExpansion = 1032;

    /// <summary>Blocks up to this length are read whatever they are packed into.</summary>
    internal const long FreeBlock = 256L << 20;

    /// <summary>Longer blocks may have at most so many bytes for a packed one: numbers that a model or an instrument made do not pack better.</summary>
    internal const long JustifiedExpansion = 100;

    private const int FirstBlock = 1 << 20;
    private readonly Stream stream;
    private readonly long packed;

    /// <summary>Wraps a stream that stands at offset 0.</summary>
    /// <param name="path">The name that errors carry.</param>
    /// <param name="stream">The bytes; disposed with the reader.</param>
    /// <param name="most">An upper bound of the bytes that the stream can give.</param>
    /// <param name="exact">Whether that bound is the true length, so that memory may be taken at once.</param>
    /// <param name="packed">The bytes that a compressed stream comes out of, which bound the memory that it justifies; not used where exact.</param>
    internal ByteReader(string path, Stream stream, long most, bool exact, long packed = long.MaxValue)
    {
        Path = path;
        this.packed = packed;
        this.stream = stream;
        Most = most;
        IsExact = exact;
    }

    /// <summary>The name that errors carry.</summary>
    public string Path { get; }

    /// <summary>Bytes read so far (of the unpacked file).</summary>
    public long Offset { get; private set; }

    /// <summary>An upper bound of the bytes of the unpacked file.</summary>
    public long Most { get; }

    /// <summary>Whether <see cref="Most"/> is the exact length: false while the bytes come out of a compressed stream.</summary>
    public bool IsExact { get; }

    /// <summary>A reader over bytes in memory; gzip is unpacked when its magic number is there.</summary>
    public static ByteReader FromBytes(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var memory = new MemoryStream(bytes, writable: false);
        return InputFile.IsGzip(bytes)
            ? new ByteReader(path, Compression.UnpackStream.Gzip(memory), checked(bytes.LongLength * LargestExpansion), exact: false, bytes.LongLength)
            : new ByteReader(path, memory, bytes.LongLength, exact: true);
    }

    /// <summary>Reads what is there, up to the length of the span; 0 at the end.</summary>
    public int Read(Span<byte> destination)
    {
        int total = 0;
        try
        {
            while (total < destination.Length)
            {
                int number = stream.Read(destination[total..]);
                if (number == 0)
                    break;
                total += number;
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw DataFormatException.AtByte(Path, Offset + total, "readable data", cause.Message, "The file is damaged or cut short; fetch it again", cause);
        }
        Offset += total;
        return total;
    }

    /// <summary>Fills the span or fails, saying what was being read.</summary>
    public void ReadExactly(Span<byte> destination, string what)
    {
        long start = Offset;
        int number = Read(destination);
        if (number < destination.Length)
            throw CutShort(start, destination.Length, number, what);
    }

    /// <summary>Fails unless so many further bytes can exist: call it before taking memory for a length that a file declares.</summary>
    public void Demand(long bytes, string what)
    {
        if (bytes < 0 || bytes > Most - Offset)
        {
            string room = IsExact ? "" : "at most ";
            throw DataFormatException.AtByte(
                Path,
                Offset,
                string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes of {what}"),
                string.Create(CultureInfo.InvariantCulture, $"{room}{Math.Max(0, Most - Offset)} bytes left"),
                "The header declares more than the file holds: it is damaged or cut short");
        }
    }

    /// <summary>Reads a declared number of bytes; memory grows only as bytes arrive when they come out of a compressed stream.</summary>
    /// <exception cref="DataFormatException">The bytes are not there, or do not fit one array (2 GiB), or are more than the packed ones justify.</exception>
    public byte[] ReadBlock(long bytes, string what)
    {
        Demand(bytes, what);
        if (bytes > Array.MaxLength)
        {
            throw DataFormatException.AtByte(
                Path, Offset, $"{what} of at most {Array.MaxLength} bytes", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"), "Split the array, or store the examples as uncompressed .npy or idx, which are streamed");
        }
        if (!IsExact && bytes > FreeBlock && bytes / JustifiedExpansion > packed)
        {
            throw DataFormatException.AtByte(
                Path,
                Offset,
                string.Create(CultureInfo.InvariantCulture, $"at most {JustifiedExpansion} bytes of {what} for each of the {packed} packed ones, where they are more than {FreeBlock >> 20} MiB"),
                string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
                "Nearly all values are the same, or the file means to fill the memory; if it is sound, save it uncompressed (np.save, np.savez)");
        }
        long start = Offset;
        byte[] block = new byte[IsExact ? bytes : Math.Min(bytes, FirstBlock)];
        int filled = 0;
        while (true)
        {
            filled += Read(block.AsSpan(filled));
            if (filled == bytes)
                return block;
            if (filled < block.Length)
                throw CutShort(start, bytes, filled, what);
            Array.Resize(ref block, (int)Math.Min(bytes, block.LongLength * 2));
        }
    }

    /// <summary>Fails when bytes follow the end that the format declares.</summary>
    public void ExpectEnd(string format)
    {
        Span<byte> one = stackalloc byte[1];
        long end = Offset;
        if (Read(one) != 0)
        {
            throw DataFormatException.AtByte(
                Path, end, $"the end of the {format} data", "further bytes", "The header declares fewer elements than the file holds: it is damaged, or two files were joined");
        }
    }

    /// <summary>Reads one number in the byte order given.</summary>
    public uint ReadUInt32(bool bigEndian, string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes, what);
        return bigEndian
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>An error at the current offset.</summary>
    public DataFormatException Fail(string expected, string found, string hint = "") =>
        DataFormatException.AtByte(Path, Offset, expected, found, hint);

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>Printable rendering of the first bytes of something that was not what was expected.</summary>
    internal static string Show(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "nothing";
        return "bytes " + string.Join(' ', bytes[..Math.Min(8, bytes.Length)].ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private DataFormatException CutShort(long start, long wanted, long got, string what) =>
        DataFormatException.AtByte(
            Path,
            start,
            string.Create(CultureInfo.InvariantCulture, $"{wanted} bytes of {what}"),
            string.Create(CultureInfo.InvariantCulture, $"the end of the file after {got} bytes"),
            "The file is cut short; fetch it again");
}
