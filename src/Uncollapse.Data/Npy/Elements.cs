using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Uncollapse.Data.Npy;

/// <summary>Sizes and conversions of array elements in the byte order of this machine.</summary>
internal static class Elements
{
    /// <summary>Bytes of one numeric element; 0 for text, whose size is part of its type.</summary>
    public static int Size(ElementKind kind) => kind switch
    {
        ElementKind.Boolean or ElementKind.UInt8 or ElementKind.Int8 => 1,
        ElementKind.UInt16 or ElementKind.Int16 or ElementKind.Float16 => 2,
        ElementKind.UInt32 or ElementKind.Int32 or ElementKind.Float32 => 4,
        ElementKind.UInt64 or ElementKind.Int64 or ElementKind.Float64 => 8,
        _ => 0,
    };

    /// <summary>Whether an element is a number.</summary>
    public static bool IsNumeric(ElementKind kind) => Size(kind) > 0;

    /// <summary>Whether an element has a fraction and may be NaN.</summary>
    public static bool IsFloating(ElementKind kind) => kind is ElementKind.Float16 or ElementKind.Float32 or ElementKind.Float64;

    /// <summary>Turns elements of the other byte order into this machine's, in place.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> two = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                Span<uint> four = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            case 8:
                Span<ulong> eight = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
            default:
                break;
        }
    }

    /// <summary>Numbers as float32 (rounded to nearest when they have more digits).</summary>
    public static void ToSingle(ElementKind kind, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (kind)
        {
            case ElementKind.Boolean or ElementKind.UInt8: ByteConversion.ToSingle(bytes, destination); break;
            case ElementKind.Float32: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination); break;
            case ElementKind.Int8: Convert<sbyte, float>(bytes, destination); break;
            case ElementKind.UInt16: Convert<ushort, float>(bytes, destination); break;
            case ElementKind.Int16: Convert<short, float>(bytes, destination); break;
            case ElementKind.UInt32: Convert<uint, float>(bytes, destination); break;
            case ElementKind.Int32: Convert<int, float>(bytes, destination); break;
            case ElementKind.UInt64: Convert<ulong, float>(bytes, destination); break;
            case ElementKind.Int64: Convert<long, float>(bytes, destination); break;
            case ElementKind.Float16: Convert<Half, float>(bytes, destination); break;
            case ElementKind.Float64: Convert<double, float>(bytes, destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "text has no numeric value");
        }
    }

    /// <summary>Numbers as float64.</summary>
    public static void ToDouble(ElementKind kind, ReadOnlySpan<byte> bytes, Span<double> destination)
    {
        switch (kind)
        {
            case ElementKind.Boolean or ElementKind.UInt8: Convert<byte, double>(bytes, destination); break;
            case ElementKind.Float32: Convert<float, double>(bytes, destination); break;
            case ElementKind.Int8: Convert<sbyte, double>(bytes, destination); break;
            case ElementKind.UInt16: Convert<ushort, double>(bytes, destination); break;
            case ElementKind.Int16: Convert<short, double>(bytes, destination); break;
            case ElementKind.UInt32: Convert<uint, double>(bytes, destination); break;
            case ElementKind.Int32: Convert<int, double>(bytes, destination); break;
            case ElementKind.UInt64: Convert<ulong, double>(bytes, destination); break;
            case ElementKind.Int64: Convert<long, double>(bytes, destination); break;
            case ElementKind.Float16: Convert<Half, double>(bytes, destination); break;
            case ElementKind.Float64: MemoryMarshal.Cast<byte, double>(bytes).CopyTo(destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "text has no numeric value");
        }
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<byte> bytes, Span<TTo> destination)
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : unmanaged, System.Numerics.INumberBase<TTo>
    {
        ReadOnlySpan<TFrom> source = MemoryMarshal.Cast<byte, TFrom>(bytes);
        for (int i = 0; i < source.Length; i++)
            destination[i] = TTo.CreateTruncating(source[i]);
    }
}
