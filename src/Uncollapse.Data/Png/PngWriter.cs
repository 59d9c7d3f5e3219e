using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Compression;
using Uncollapse.Records;

namespace Uncollapse.Data.Png;

/// <summary>Writes 8-bit grey and colour PNG pictures.</summary>
public static class PngWriter
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="samples">Height x width x channels samples, rows from the top.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentException">The samples are not as many as the sizes need, or the channels are neither 1 nor 3.</exception>
    public static byte[] Encode(int width, int height, int channels, ReadOnlySpan<byte> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
            throw new ArgumentException($"A picture has 1 or 3 channels, not {channels}.", nameof(channels));
        if (samples.Length != (long)width * height * channels)
            throw new ArgumentException($"{width} x {height} x {channels} samples are needed, {samples.Length} given.", nameof(samples));
        using var output = new MemoryStream();
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels == 1 ? (byte)PngColour.Grey : (byte)PngColour.Rgb;
        WriteChunk(output, "IHDR", header);
        WriteChunk(output, "IDAT", Pack(width, height, channels, samples));
        WriteChunk(output, "IEND", []);
        return output.ToArray();
    }

    /// <summary>Writes a picture to a file, which appears whole or not at all.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Encode"/>.</exception>
    public static void Write(string path, int width, int height, int channels, ReadOnlySpan<byte> samples) =>
        AtomicFile.WriteBytes(path, Encode(width, height, channels, samples));

    private static byte[] Pack(int width, int height, int channels, ReadOnlySpan<byte> samples)
    {
        int row = width * channels;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Differences to the row above pack flat areas and sheets of small pictures well, and cost nothing to choose.
            byte[] filtered = new byte[row + 1];
            filtered[0] = 2;
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> current = samples.Slice(y * row, row);
                for (int x = 0; x < row; x++)
                    filtered[x + 1] = (byte)(current[x] - (y == 0 ? 0 : samples[((y - 1) * row) + x]));
                zlib.Write(filtered);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(Stream output, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        Span<byte> name = stackalloc byte[4];
        Encoding.ASCII.GetBytes(type, name);
        output.Write(name);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Update(Crc32.Update(0, name), data));
        output.Write(word);
    }
}
