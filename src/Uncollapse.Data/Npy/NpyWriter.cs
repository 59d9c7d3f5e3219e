using System.Globalization;
using System.Text;
using Uncollapse.Records;

namespace Uncollapse.Data.Npy;

/// <summary>Writes .npy files, version 1, little endian, C order, elements aligned to 64 bytes as numpy aligns them.</summary>
public static class NpyWriter
{
    /// <summary>Writes a file, which appears whole or not at all.</summary>
    public static void Write(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        using var file = AtomicFile.Create(path);
        Write(file.Stream, array);
        file.Commit();
    }

    /// <summary>Writes an array to a stream.</summary>
    public static void Write(Stream stream, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Write(stream, array.Kind, array.ElementSize, [.. array.Shape], array.Bytes);
    }

    /// <summary>Writes elements that lie in C order and this machine's byte order.</summary>
    internal static void Write(Stream stream, ElementKind kind, int size, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        stream.Write(Header(TypeName(kind, size), shape));
        stream.Write(bytes);
    }

    private static byte[] Header(string type, ReadOnlySpan<int> shape)
    {
        string dimensions = string.Join(", ", shape.ToArray().Select(d => d.ToString(CultureInfo.InvariantCulture)));
        string tuple = shape.Length == 1 ? dimensions + "," : dimensions;
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}), }}";
        int length = ((10 + text.Length + 1 + 63) / 64 * 64) - 10;
        byte[] header = new byte[10 + length];
        NpyHeader.Magic.CopyTo(header);
        header[6] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)length));
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    private static string TypeName(ElementKind kind, int size)
    {
        char order = BitConverter.IsLittleEndian ? '<' : '>';
        return kind switch
        {
            ElementKind.Boolean => "|b1",
            ElementKind.UInt8 => "|u1",
            ElementKind.Int8 => "|i1",
            ElementKind.UInt16 => order + "u2",
            ElementKind.Int16 => order + "i2",
            ElementKind.UInt32 => order + "u4",
            ElementKind.Int32 => order + "i4",
            ElementKind.UInt64 => order + "u8",
            ElementKind.Int64 => order + "i8",
            ElementKind.Float16 => order + "f2",
            ElementKind.Float32 => order + "f4",
            ElementKind.Float64 => order + "f8",
            ElementKind.Ascii => string.Create(CultureInfo.InvariantCulture, $"|S{size}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{order}U{size / 4}"),
        };
    }
}
