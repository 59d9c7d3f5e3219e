using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Matlab;

/// <summary>Numbers that the format gives to storage types and array classes. Source: MAT-File Format, MathWorks, tables 1-1 and 1-3.</summary>
internal static class MatlabType
{
    public const int Matrix = 14;
    public const int Compressed = 15;
    public const int Utf8 = 16;
    public const int Utf16 = 17;
    public const int Utf32 = 18;

    public const int CellClass = 1;
    public const int CharClass = 4;
    public const int FirstNumericClass = 6;
    public const int UInt8Class = 9;
    public const int LastNumericClass = 15;

    private static readonly string[] ClassNames =
        ["?", "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "function", "opaque"];

    /// <summary>What elements of a storage type are; null for those that are no numbers.</summary>
    public static ElementKind? Kind(int type) => type switch
    {
        1 => ElementKind.Int8,
        2 => ElementKind.UInt8,
        3 => ElementKind.Int16,
        4 => ElementKind.UInt16,
        5 => ElementKind.Int32,
        6 => ElementKind.UInt32,
        7 => ElementKind.Float32,
        9 => ElementKind.Float64,
        12 => ElementKind.Int64,
        13 => ElementKind.UInt64,
        _ => null,
    };

    public static string ClassName(int number) => number < ClassNames.Length ? ClassNames[number] : "unknown";
}
