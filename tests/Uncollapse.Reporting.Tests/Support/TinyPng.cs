using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Uncollapse.Reporting.Tests.Support;

/// <summary>Grey pictures as PNG, for reports to show.</summary>
public static class TinyPng
{
    /// <summary>Rings in 28 x 28 tiles.</summary>
    public static byte[] Ramp(int width, int height)
    {
        byte[] raw = new byte[(width + 1) * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double distance = Math.Sqrt(Math.Pow((x % 28) - 14, 2) + Math.Pow((y % 28) - 14, 2)), radius = 4 + (x / 28 % 5) + (y / 28 % 3);
                raw[(y * (width + 1)) + x + 1] = (byte)(255 * Math.Exp(-Math.Pow(distance - radius, 2) / 3));
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        Chunk(png, "IHDR", head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(raw);
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data], four = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, data.Length);
        png.Write(four);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(four, Crc(body));
        png.Write(four);
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
