using System.Globalization;
using System.Text;
using Uncollapse.Data.Compression;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Matlab;

/// <summary>
/// Reads MATLAB version 5 to 7.2 files, either byte order, compressed or not: numeric, logical and character arrays and cell arrays
/// of them. Structures, objects and sparse matrices are named but not read. Source: MAT-File Format, MathWorks.
/// </summary>
public sealed class MatlabReader
{
    private const int DeepestCells = 16;
    private readonly ByteReader input;
    private readonly bool bigEndian;

    private MatlabReader(ByteReader input, bool bigEndian)
    {
        this.input = input;
        this.bigEndian = bigEndian;
    }

    /// <summary>Reads all variables of a file.</summary>
    /// <exception cref="DataFormatException">The file is not a sound MATLAB 5 file.</exception>
    public static IReadOnlyList<MatlabVariable> Read(string path)
    {
        using ByteReader file = InputFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads all variables.</summary>
    /// <exception cref="DataFormatException">The bytes are not a sound MATLAB 5 file.</exception>
    public static IReadOnlyList<MatlabVariable> Read(ByteReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        byte[] header = reader.ReadBlock(128, "the MATLAB header");
        bool big = header.AsSpan(126).SequenceEqual("MI"u8);
        if (!big && !header.AsSpan(126).SequenceEqual("IM"u8))
            throw DataFormatException.AtByte(reader.Path, 126, "the byte order mark IM or MI", ByteReader.Show(header.AsSpan(126)));
        int version = big ? (header[124] << 8) | header[125] : (header[125] << 8) | header[124];
        if (version != 0x0100)
            throw DataFormatException.AtByte(reader.Path, 124, "version 0x0100 (MATLAB 5 to 7.2)", string.Create(CultureInfo.InvariantCulture, $"0x{version:x4}"), "Save it in MATLAB with -v7");
        var variables = new List<MatlabVariable>();
        var file = new MatlabReader(reader, big);
        while (file.TryReadTag(out Tag tag))
        {
            if (file.ReadTopLevel(tag) is { } variable)
                variables.Add(variable);
        }
        return variables;
    }

    private MatlabVariable? ReadTopLevel(Tag tag)
    {
        switch (tag.Type)
        {
            case MatlabType.Matrix:
                return ReadMatrix(tag, depth: 0);
            case MatlabType.Compressed:
                byte[] packed = input.ReadBlock(tag.Bytes, "a compressed element");
                using (var inner = new ByteReader($"{input.Path}!byte {tag.Offset}", UnpackStream.Zlib(new MemoryStream(packed, writable: false)), (packed.LongLength * ByteReader.LargestExpansion) + 64, exact: false, packed.LongLength))
                {
                    var element = new MatlabReader(inner, bigEndian);
                    if (!element.TryReadTag(out Tag contained) || contained.Type != MatlabType.Matrix)
                        throw inner.Fail("a matrix in the compressed element", "something else");
                    MatlabVariable variable = element.ReadMatrix(contained, depth: 0);
                    // Reading past the element verifies the checksum of the compressed data.
                    inner.ExpectEnd("compressed element");
                    return variable;
                }
            default:
                Skip(tag);
                return null;
        }
    }

    private MatlabVariable ReadMatrix(Tag tag, int depth)
    {
        input.Demand(tag.Bytes, "a matrix");
        if (tag.Bytes == 0)
            return new MatlabVariable("", "double", [0, 0]);
        if (depth > DeepestCells)
            throw input.Fail($"cell arrays at most {DeepestCells} deep", "deeper ones");
        long end = input.Offset + tag.Bytes;
        byte[] flags = ReadPart(end, 6, "array flags");
        if (flags.Length != 8)
            throw input.Fail("8 bytes of array flags", $"{flags.Length}");
        int word = bigEndian ? (flags[2] << 8) | flags[3] : (flags[1] << 8) | flags[0];
        int arrayClass = word & 0xFF;
        bool complex = (word & 0x0800) != 0;
        bool logical = (word & 0x0200) != 0;
        int[] axes = ReadAxes(end);
        string name = Encoding.Latin1.GetString(ReadPart(end, 1, "an array name"));
        string className = logical ? "logical" : MatlabType.ClassName(arrayClass);
        MatlabVariable variable = arrayClass switch
        {
            MatlabType.CellClass => ReadCells(name, axes, end, depth),
            MatlabType.CharClass => ReadText(name, axes, end),
            >= MatlabType.FirstNumericClass and <= MatlabType.LastNumericClass when !complex => ReadNumbers(name, className, axes, end, logical || arrayClass == MatlabType.UInt8Class),
            _ => new MatlabVariable(name, complex ? "complex" : className, axes),
        };
        if (input.Offset > end)
            throw input.Fail($"the end of the matrix at byte {end}", "elements that reach beyond it");
        SkipTo(end);
        return variable;
    }

    private MatlabVariable ReadNumbers(string name, string className, int[] axes, long end, bool bytes)
    {
        Tag tag = ReadTagWithin(end);
        if (MatlabType.Kind(tag.Type) is not { } kind)
            throw input.Fail("numbers", $"the storage type {tag.Type}");
        int size = Elements.Size(kind);
        Int128 count = 1;
        foreach (int length in axes)
            count = Int128.Min(count * length, long.MaxValue);
        if (count * size != tag.Bytes)
        {
            throw input.Fail(
                $"{tag.Bytes} bytes for an array of {string.Join(" x ", axes.Select(length => length.ToString(CultureInfo.InvariantCulture)))}", string.Create(CultureInfo.InvariantCulture, $"a need of {count * size}"), "The file is damaged");
        }
        byte[] data = ReadData(tag);
        if (bigEndian == BitConverter.IsLittleEndian)
            Elements.Reverse(data, size);
        // Integers are stored in the smallest type that holds them: only the array's class tells bytes from numbers that fit in bytes.
        byte[] ordered = axes.Length > 1 ? AxisOrder.FromFortran(data, size, axes) : data;
        if (kind == ElementKind.UInt8 && !bytes)
            return new MatlabVariable(name, className, axes, new NpyArray(ElementKind.UInt16, 2, axes, Widen(ordered)));
        return new MatlabVariable(name, className, axes, new NpyArray(kind, size, axes, ordered));
    }

    private static byte[] Widen(byte[] bytes)
    {
        byte[] wide = new byte[bytes.Length * 2];
        Span<ushort> values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(wide.AsSpan());
        for (int i = 0; i < bytes.Length; i++)
            values[i] = bytes[i];
        return wide;
    }

    private MatlabVariable ReadText(string name, int[] axes, long end)
    {
        Tag tag = ReadTagWithin(end);
        byte[] data = ReadData(tag);
        Encoding? encoding = tag.Type switch
        {
            2 or MatlabType.Utf8 => Encoding.UTF8,
            4 or MatlabType.Utf16 => bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode,
            MatlabType.Utf32 => new UTF32Encoding(bigEndian, byteOrderMark: false),
            _ => null,
        };
        return encoding is null ? throw input.Fail("text", $"the storage type {tag.Type}") : new MatlabVariable(name, "char", axes, text: encoding.GetString(data));
    }

    private MatlabVariable ReadCells(string name, int[] axes, long end, int depth)
    {
        Int128 count = 1;
        foreach (int length in axes)
            count = Int128.Min(count * length, long.MaxValue);
        if (count * 8 > end - input.Offset)
            throw input.Fail($"cells in the {end - input.Offset} bytes left", string.Create(CultureInfo.InvariantCulture, $"{count} of them declared"), "The file is damaged");
        var cells = new MatlabVariable[(int)count];
        for (int i = 0; i < cells.Length; i++)
        {
            Tag tag = ReadTagWithin(end);
            if (tag.Type != MatlabType.Matrix)
                throw input.Fail("a matrix in each cell", $"the storage type {tag.Type}");
            cells[i] = ReadMatrix(tag, depth + 1);
        }
        return new MatlabVariable(name, "cell", axes, cells: cells);
    }

    private int[] ReadAxes(long end)
    {
        byte[] bytes = ReadPart(end, 5, "array axes");
        if (bytes.Length % 4 != 0 || bytes.Length is 0 or > 32 * 4)
            throw input.Fail("1 to 32 axes", $"{bytes.Length} bytes of them");
        if (bigEndian == BitConverter.IsLittleEndian)
            Elements.Reverse(bytes, 4);
        int[] axes = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        return Array.TrueForAll(axes, length => length >= 0) ? axes : throw input.Fail("axes of length 0 or more", "a negative one");
    }

    private byte[] ReadPart(long end, int type, string what)
    {
        Tag tag = ReadTagWithin(end);
        return tag.Type == type ? ReadData(tag) : throw input.Fail($"{what} (storage type {type})", $"the storage type {tag.Type}");
    }

    private Tag ReadTagWithin(long end)
    {
        if (!TryReadTag(out Tag tag))
            throw input.Fail("a data element", "the end of the file", "The file is cut short");
        return tag.Bytes <= end - input.Offset || tag.IsSmall ? tag : throw input.Fail($"an element of at most {Math.Max(0, end - input.Offset)} bytes", $"{tag.Bytes} bytes", "The file is damaged");
    }

    /// <summary>The element's bytes, and the padding to a multiple of 8 behind them.</summary>
    private byte[] ReadData(Tag tag)
    {
        if (tag.IsSmall)
            return tag.SmallData;
        byte[] data = input.ReadBlock(tag.Bytes, "element data");
        SkipBytes((8 - (tag.Bytes % 8)) % 8);
        return data;
    }

    private void Skip(Tag tag)
    {
        if (!tag.IsSmall)
            SkipBytes(tag.Bytes + ((8 - (tag.Bytes % 8)) % 8));
    }

    private void SkipTo(long end) => SkipBytes(end - input.Offset);

    private void SkipBytes(long bytes)
    {
        Span<byte> scratch = stackalloc byte[512];
        while (bytes > 0)
        {
            int number = input.Read(scratch[..(int)Math.Min(bytes, scratch.Length)]);
            if (number == 0)
                throw input.Fail($"{bytes} further bytes", "the end of the file", "The file is cut short");
            bytes -= number;
        }
    }

    private bool TryReadTag(out Tag tag)
    {
        Span<byte> bytes = stackalloc byte[8];
        long offset = input.Offset;
        int number = input.Read(bytes);
        tag = default;
        if (number == 0)
            return false;
        if (number < 8)
            throw DataFormatException.AtByte(input.Path, offset, "an element tag of 8 bytes", $"{number} bytes", "The file is cut short");
        uint first = bigEndian ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint second = bigEndian ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (first >> 16 == 0)
        {
            tag = new Tag((int)first, second, offset, []);
            return true;
        }
        // A small element: its length is in the upper half of the first word, its data in the second.
        uint small = first >> 16;
        if (small > 4)
            throw DataFormatException.AtByte(input.Path, offset, "a small element of at most 4 bytes", $"{small}", "The file is damaged");
        tag = new Tag((int)(first & 0xFFFF), small, offset, bytes.Slice(4, (int)small).ToArray());
        return true;
    }

    private readonly record struct Tag(int Type, long Bytes, long Offset, byte[] SmallData)
    {
        public bool IsSmall => SmallData.Length > 0;
    }
}
