using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Tests.Hostile;

/// <summary>Builders of files that lie.</summary>
internal static class HostileFile
{
    public static byte[] RawNpy(string header, int version = 1, params byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        byte[] prefix = version == 1 ? [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8)] : [0x93, .. "NUMPY"u8, (byte)version, 0, (byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [.. prefix, .. text, .. data];
    }

    public static string NpyHeader(string type, string shape, bool fortran = false) =>
        $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}";

    public static byte[] RawIdx(byte type, uint[] axes, params byte[] data)
    {
        byte[] bytes = new byte[4 + (4 * axes.Length)];
        bytes[2] = type;
        bytes[3] = (byte)axes.Length;
        for (int i = 0; i < axes.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), axes[i]);
        return [.. bytes, .. data];
    }

    public static byte[] Gzip(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(data);
        return memory.ToArray();
    }

    /// <summary>A gzip file that unpacks to far more than it is: a header, then zeros.</summary>
    public static byte[] Bomb(byte[] head, long zeros)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
        {
            gzip.Write(head);
            byte[] block = new byte[1 << 20];
            for (long done = 0; done < zeros; done += block.Length)
                gzip.Write(block, 0, (int)Math.Min(block.Length, zeros - done));
        }
        return memory.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Data)[] members)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in members)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(data);
            }
        }
        return memory.ToArray();
    }

    public static byte[] NpyOf(ReadOnlySpan<float> values, params int[] shape)
    {
        using var memory = new MemoryStream();
        NpyWriter.Write(memory, NpyArray.From(values, shape));
        return memory.ToArray();
    }

    public static byte[] NpyOf(ReadOnlySpan<double> values, params int[] shape)
    {
        using var memory = new MemoryStream();
        NpyWriter.Write(memory, NpyArray.From(values, shape));
        return memory.ToArray();
    }

    /// <summary>The first place of a pattern, replaced by as many other bytes.</summary>
    public static byte[] Patch(byte[] bytes, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> replacement)
    {
        byte[] patched = [.. bytes];
        int at = patched.AsSpan().IndexOf(pattern);
        Assert.True(at >= 0);
        replacement.CopyTo(patched.AsSpan(at));
        return patched;
    }

    public static byte[] PngHeaderClaiming(uint width, uint height)
    {
        byte[] picture = Uncollapse.Data.Png.PngWriter.Encode(1, 1, 1, [0]);
        BinaryPrimitives.WriteUInt32BigEndian(picture.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(picture.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(picture.AsSpan(29), Uncollapse.Data.Compression.Crc32.Update(0, picture.AsSpan(12, 17)));
        return picture;
    }
}
