namespace Uncollapse.Data.Npy;

/// <summary>What one element of an array is.</summary>
public enum ElementKind
{
    /// <summary>One byte, 0 or 1 (numpy <c>?</c>).</summary>
    Boolean,

    /// <summary>Unsigned 8 bits.</summary>
    UInt8,

    /// <summary>Signed 8 bits.</summary>
    Int8,

    /// <summary>Unsigned 16 bits.</summary>
    UInt16,

    /// <summary>Signed 16 bits.</summary>
    Int16,

    /// <summary>Unsigned 32 bits.</summary>
    UInt32,

    /// <summary>Signed 32 bits.</summary>
    Int32,

    /// <summary>Unsigned 64 bits.</summary>
    UInt64,

    /// <summary>Signed 64 bits.</summary>
    Int64,

    /// <summary>IEEE 754 half precision.</summary>
    Float16,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,

    /// <summary>Text of a fixed number of bytes (numpy <c>S</c>).</summary>
    Ascii,

    /// <summary>Text of a fixed number of 32-bit characters (numpy <c>U</c>).</summary>
    Utf32,
}
