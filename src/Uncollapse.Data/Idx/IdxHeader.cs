using System.Globalization;
using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Idx;

/// <summary>The header of an idx file: element type and axes, all big endian. Source: the description on the MNIST page.</summary>
/// <param name="Kind">What one element is.</param>
/// <param name="Axes">Length of each axis, examples first.</param>
public sealed record IdxHeader(ElementKind Kind, IReadOnlyList<long> Axes)
{
    private const int MostAxes = 15;

    /// <summary>Number of elements.</summary>
    public long Count => Axes.Aggregate(1L, (product, length) => product * length);

    /// <summary>Reads and checks a header, leaving the reader at the first element.</summary>
    /// <exception cref="DataFormatException">The magic number is wrong, or the axes declare more than the file holds.</exception>
    public static IdxHeader Read(ByteReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Span<byte> magic = stackalloc byte[4];
        reader.ReadExactly(magic, "the idx magic number");
        if (magic[0] != 0 || magic[1] != 0)
            throw DataFormatException.AtByte(reader.Path, 0, "the idx magic number (00 00, type, axes)", ByteReader.Show(magic));
        ElementKind kind = magic[2] switch
        {
            0x08 => ElementKind.UInt8,
            0x09 => ElementKind.Int8,
            0x0B => ElementKind.Int16,
            0x0C => ElementKind.Int32,
            0x0D => ElementKind.Float32,
            0x0E => ElementKind.Float64,
            _ => throw DataFormatException.AtByte(reader.Path, 2, "an idx element type (08, 09, 0b, 0c, 0d or 0e)", magic[2].ToString("x2", CultureInfo.InvariantCulture)),
        };
        if (magic[3] is 0 or > MostAxes)
            throw DataFormatException.AtByte(reader.Path, 3, $"1 to {MostAxes} axes", magic[3].ToString(CultureInfo.InvariantCulture));
        long[] axes = new long[magic[3]];
        Int128 bytes = Elements.Size(kind);
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = reader.ReadUInt32(bigEndian: true, "an idx axis");
            bytes = Int128.Min(bytes * axes[i], long.MaxValue);
        }
        reader.Demand((long)bytes, "array elements");
        return new IdxHeader(kind, axes);
    }
}
