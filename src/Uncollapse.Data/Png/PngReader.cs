using System.Buffers.Binary;
using System.Text;
using Uncollapse.Data.Compression;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Png;

/// <summary>
/// Reads PNG: all colour types and depths, all filters, Adam7, transparency; every checksum verified.
/// Source: Portable Network Graphics (third edition).
/// </summary>
public static class PngReader
{
    private const int LongestPicture = 1 << 27;

    /// <summary>The passes of Adam7: first column and row, and the steps between columns and rows.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Whether the bytes begin with the PNG signature.</summary>
    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">The file is not a sound PNG picture.</exception>
    public static PngImage Read(string path)
    {
        using ByteReader reader = InputFile.Open(path);
        return Read(reader);
    }

    /// <summary>Reads a picture from where the reader stands.</summary>
    /// <exception cref="DataFormatException">The bytes are not a sound PNG picture.</exception>
    public static PngImage Read(ByteReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        PngChunks chunks = ReadChunks(reader);
        PngHeader header = chunks.Header;
        (int X, int Y, int StepX, int StepY)[] passes = header.Interlaced ? Adam7 : [(0, 0, 1, 1)];
        long raw = 0;
        foreach ((int X, int Y, int StepX, int StepY) pass in passes)
        {
            (int columns, int rows) = SizeOf(header, pass);
            raw += columns == 0 ? 0 : rows * (header.RowBytes(columns) + 1);
        }
        long samples = (long)header.Width * header.Height * header.StoredChannels;
        if (raw > LongestPicture || samples > LongestPicture || raw > (chunks.Data.Length + 64L) * ByteReader.LargestExpansion)
            throw DataFormatException.AtByte(reader.Path, 16, $"a picture that {chunks.Data.Length} bytes of data can fill", $"{header.Width} x {header.Height} pixels", "The header is damaged");
        ushort[] stored = Unpack(reader.Path, chunks, passes, (int)samples);
        return PngSamples.Finish(reader.Path, chunks, stored);
    }

    /// <summary>Reads the size and whether there is colour, without the pixels.</summary>
    internal static PngHeader ReadHeader(ByteReader reader)
    {
        Span<byte> head = stackalloc byte[29];
        reader.ReadExactly(head, "the PNG signature and header");
        if (!IsPng(head) || !head.Slice(12, 4).SequenceEqual("IHDR"u8))
            throw DataFormatException.AtByte(reader.Path, 0, "the PNG signature and the chunk IHDR", ByteReader.Show(head));
        return PngHeader.Parse(reader.Path, 16, head[16..]);
    }

    private static (int Columns, int Rows) SizeOf(PngHeader header, (int X, int Y, int StepX, int StepY) pass) =>
        ((header.Width - pass.X + pass.StepX - 1) / pass.StepX, (header.Height - pass.Y + pass.StepY - 1) / pass.StepY);

    private static PngChunks ReadChunks(ByteReader reader)
    {
        Span<byte> head = stackalloc byte[8];
        reader.ReadExactly(head, "the PNG signature");
        if (!head.SequenceEqual(Signature))
            throw DataFormatException.AtByte(reader.Path, 0, "the PNG signature", ByteReader.Show(head));
        var chunks = new PngChunks();
        Span<byte> crc = stackalloc byte[4];
        while (true)
        {
            long start = reader.Offset;
            reader.ReadExactly(head, "a PNG chunk");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
            string type = Encoding.Latin1.GetString(head[4..]);
            if (length > int.MaxValue)
                throw DataFormatException.AtByte(reader.Path, start, "a PNG chunk of at most 2147483647 bytes", $"{length}");
            byte[] data = reader.ReadBlock(length, $"the PNG chunk {type}");
            reader.ReadExactly(crc, "the checksum of a PNG chunk");
            if (Crc32.Update(Crc32.Update(0, head[4..]), data) != BinaryPrimitives.ReadUInt32BigEndian(crc))
                throw DataFormatException.AtByte(reader.Path, start, $"a chunk {type} whose checksum matches", "another checksum", "The picture is damaged");
            if (chunks.Add(reader.Path, start, type, data))
                return chunks;
        }
    }

    private static ushort[] Unpack(string path, PngChunks chunks, (int X, int Y, int StepX, int StepY)[] passes, int samples)
    {
        PngHeader header = chunks.Header;
        ushort[] stored = new ushort[samples];
        using var packed = new ByteReader(path + "!IDAT", UnpackStream.Zlib(chunks.Data), long.MaxValue, exact: false);
        Span<byte> filter = stackalloc byte[1];
        foreach ((int X, int Y, int StepX, int StepY) pass in passes)
        {
            (int columns, int rows) = SizeOf(header, pass);
            if (columns == 0)
                continue;
            int rowBytes = (int)header.RowBytes(columns);
            byte[] previous = new byte[rowBytes];
            byte[] current = new byte[rowBytes];
            for (int row = 0; row < rows; row++)
            {
                packed.ReadExactly(filter, "a row's filter");
                packed.ReadExactly(current, "a row of pixels");
                if (!PngFilter.Undo(filter[0], current, previous, header.PixelBytes))
                    throw packed.Fail("a row filter from 0 to 4", $"{filter[0]}");
                Spread(header, current, columns, stored.AsSpan(((pass.Y + (row * pass.StepY)) * header.Width) * header.StoredChannels), pass.X, pass.StepX);
                (previous, current) = (current, previous);
            }
        }
        packed.ExpectEnd("pixel");
        return stored;
    }

    /// <summary>Takes samples out of a row's bytes and puts them where their pixels are.</summary>
    private static void Spread(PngHeader header, ReadOnlySpan<byte> row, int columns, Span<ushort> target, int first, int step)
    {
        int channels = header.StoredChannels;
        int depth = header.BitDepth;
        int at = 0;
        for (int column = 0; column < columns; column++)
        {
            int place = (first + (column * step)) * channels;
            for (int channel = 0; channel < channels; channel++, at++)
            {
                target[place + channel] = depth switch
                {
                    8 => row[at],
                    16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * at)..]),
                    _ => (ushort)((row[at * depth / 8] >> (8 - depth - (at * depth % 8))) & ((1 << depth) - 1)),
                };
            }
        }
    }
}
