using System.Buffers.Binary;
using System.Globalization;

namespace Uncollapse.Data.Png;

/// <summary>The IHDR chunk. Source: Portable Network Graphics (third edition), section 11.2.1.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    private const int LargestSide = 1 << 20;

    /// <summary>Samples of one pixel as they are stored.</summary>
    public int StoredChannels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes from a sample to the same sample of the pixel before it; 1 when a pixel is smaller than a byte.</summary>
    public int PixelBytes => Math.Max(1, StoredChannels * BitDepth / 8);

    /// <summary>Bytes of a row of so many pixels, without the filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * StoredChannels * BitDepth) + 7) / 8;

    public static PngHeader Parse(string path, long offset, ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
            throw DataFormatException.AtByte(path, offset, "an IHDR chunk of 13 bytes", $"{data.Length} bytes");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > LargestSide || height is 0 or > LargestSide)
            throw DataFormatException.AtByte(path, offset, $"sides from 1 to {LargestSide} pixels", string.Create(CultureInfo.InvariantCulture, $"{width} x {height}"));
        int depth = data[8];
        bool known = (data[9], depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => true,
            (3, 1 or 2 or 4 or 8) => true,
            (2 or 4 or 6, 8 or 16) => true,
            _ => false,
        };
        if (!known)
            throw DataFormatException.AtByte(path, offset + 8, "a colour type and bit depth of PNG", string.Create(CultureInfo.InvariantCulture, $"colour type {data[9]} with {depth} bits"));
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw DataFormatException.AtByte(path, offset + 10, "compression 0, filter 0 and interlace 0 or 1", string.Create(CultureInfo.InvariantCulture, $"{data[10]}, {data[11]} and {data[12]}"));
        return new PngHeader((int)width, (int)height, depth, (PngColour)data[9], data[12] == 1);
    }
}
