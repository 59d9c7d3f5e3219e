using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Npy;

/// <summary>
/// The header of an .npy file, versions 1 to 3. Source: numpy.lib.format, "Format Version 1.0" and following.
/// </summary>
/// <param name="Kind">What one element is.</param>
/// <param name="ElementSize">Bytes of one element.</param>
/// <param name="BigEndian">Whether elements are stored most significant byte first.</param>
/// <param name="FortranOrder">Whether the first index varies fastest.</param>
/// <param name="Shape">Length of each dimension; empty for a scalar.</param>
/// <param name="DataOffset">Offset of the first element in the file.</param>
public sealed record NpyHeader(ElementKind Kind, int ElementSize, bool BigEndian, bool FortranOrder, IReadOnlyList<long> Shape, long DataOffset)
{
    private const int LongestHeader = 1 << 20;

    /// <summary>The first six bytes of every .npy file.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Reads and checks a header, leaving the reader at the first element.</summary>
    /// <exception cref="DataFormatException">The header is damaged, or of a type that is refused (objects, structures, complex numbers).</exception>
    public static NpyHeader Read(ByteReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        long start = reader.Offset;
        Span<byte> prefix = stackalloc byte[8];
        reader.ReadExactly(prefix, "the .npy magic number and version");
        if (!prefix[..6].SequenceEqual(Magic))
            throw DataFormatException.AtByte(reader.Path, start, "the .npy magic number (93 4e 55 4d 50 59)", ByteReader.Show(prefix[..6]));
        int version = prefix[6];
        if (version is < 1 or > 3)
            throw DataFormatException.AtByte(reader.Path, start + 6, ".npy version 1, 2 or 3", $"version {version}", "Save it again with a current numpy");
        long length = ReadLength(reader, version);
        if (length > LongestHeader)
            throw reader.Fail($"an .npy header of at most {LongestHeader} bytes", string.Create(CultureInfo.InvariantCulture, $"{length} bytes"));
        long dictionary = reader.Offset;
        byte[] bytes = reader.ReadBlock(length, "the .npy header");
        return Parse(reader, version == 3 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes), dictionary);
    }

    private static uint ReadLength(ByteReader reader, int version)
    {
        if (version > 1)
            return reader.ReadUInt32(bigEndian: false, "the .npy header length");
        Span<byte> two = stackalloc byte[2];
        reader.ReadExactly(two, "the .npy header length");
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(two);
    }

    private static NpyHeader Parse(ByteReader reader, string text, long at)
    {
        Dictionary<string, object?> entries;
        try
        {
            entries = new PythonLiteral(text).ReadDictionary();
        }
        catch (FormatException cause)
        {
            throw DataFormatException.AtByte(reader.Path, at, "an .npy header with descr, fortran_order and shape", cause.Message, "", cause);
        }
        if (!entries.TryGetValue("descr", out object? descr) || !entries.TryGetValue("fortran_order", out object? order) || !entries.TryGetValue("shape", out object? dims))
            throw DataFormatException.AtByte(reader.Path, at, "an .npy header with descr, fortran_order and shape", $"the keys {string.Join(", ", entries.Keys)}");
        if (descr is not string type)
            throw DataFormatException.AtByte(reader.Path, at, "numbers (f2 f4 f8, i1 to i8, u1 to u8, bool) or text", "a structured type", "Save each field as an array of its own");
        if (order is not bool fortran || dims is not long[] shape)
            throw DataFormatException.AtByte(reader.Path, at, "a boolean fortran_order and a tuple shape", "other types");
        (ElementKind kind, int size) = ParseType(reader.Path, at, type);
        CheckCount(reader, at, shape, size);
        return new NpyHeader(kind, size, type[0] == '>', fortran && shape.Length > 1, shape, reader.Offset);
    }

    private static (ElementKind Kind, int Size) ParseType(string path, long at, string type)
    {
        if (type.Length >= 3 && type[0] is '<' or '>' or '|' or '='
            && int.TryParse(type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            ElementKind? kind = (type[1], size) switch
            {
                ('b', 1) => ElementKind.Boolean,
                ('u', 1) => ElementKind.UInt8,
                ('i', 1) => ElementKind.Int8,
                ('u', 2) => ElementKind.UInt16,
                ('i', 2) => ElementKind.Int16,
                ('u', 4) => ElementKind.UInt32,
                ('i', 4) => ElementKind.Int32,
                ('u', 8) => ElementKind.UInt64,
                ('i', 8) => ElementKind.Int64,
                ('f', 2) => ElementKind.Float16,
                ('f', 4) => ElementKind.Float32,
                ('f', 8) => ElementKind.Float64,
                ('S', _) => ElementKind.Ascii,
                ('U', <= 1 << 26) => ElementKind.Utf32,
                _ => null,
            };
            if (kind is { } known)
                return (known, known == ElementKind.Utf32 ? size * 4 : size);
        }
        string hint = type.Contains('O', StringComparison.Ordinal)
            ? "Object arrays hold Python objects (pickles), which are never executed: save numbers, e.g. np.stack(list).astype('float32')"
            : "Convert it, e.g. array.astype('float32')";
        throw DataFormatException.AtByte(path, at, "numbers (f2 f4 f8, i1 to i8, u1 to u8, bool) or text", $"the type '{type}'", hint);
    }

    private static void CheckCount(ByteReader reader, long at, long[] shape, int size)
    {
        // In 128 bits, so that hostile dimensions cannot wrap round to a small product; a zero anywhere makes it empty.
        Int128 bytes = size;
        foreach (long length in shape)
            bytes = bytes > long.MaxValue && length > 1 ? bytes : bytes * length;
        if (bytes > long.MaxValue)
        {
            throw DataFormatException.AtByte(
                reader.Path, at, "a shape whose elements exist in the file", $"the shape ({string.Join(", ", shape.Select(d => d.ToString(CultureInfo.InvariantCulture)))})", "The header is damaged");
        }
        reader.Demand((long)bytes, "array elements");
    }
}
