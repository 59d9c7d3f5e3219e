using System.Globalization;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Npy;

/// <summary>Reads .npy files of any order and byte order into memory; object arrays are refused. Gzipped files are unpacked.</summary>
public static class NpyReader
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="DataFormatException">The file is not a sound .npy file of numbers or text.</exception>
    public static NpyArray Read(string path)
    {
        using ByteReader reader = InputFile.Open(path);
        return Read(reader);
    }

    /// <summary>Reads one array that must fill the rest of the reader.</summary>
    /// <exception cref="DataFormatException">The bytes are not a sound .npy array of numbers or text.</exception>
    public static NpyArray Read(ByteReader reader) => ReadElements(reader, NpyHeader.Read(reader));

    /// <summary>Reads the elements that follow a header.</summary>
    internal static NpyArray ReadElements(ByteReader reader, NpyHeader header)
    {
        foreach (long length in header.Shape)
        {
            if (length > Array.MaxLength)
                throw reader.Fail($"dimensions of at most {Array.MaxLength}", string.Create(CultureInfo.InvariantCulture, $"{length}"));
        }
        int[] shape = [.. header.Shape.Select(length => (int)length)];
        byte[] bytes = reader.ReadBlock(header.Count * header.ElementSize, "array elements");
        reader.ExpectEnd(".npy");
        if (header.BigEndian == BitConverter.IsLittleEndian)
            Elements.Reverse(bytes, header.Kind == ElementKind.Utf32 ? 4 : header.ElementSize);
        if (header.FortranOrder)
            bytes = AxisOrder.FromFortran(bytes, header.ElementSize, shape);
        return new NpyArray(header.Kind, header.ElementSize, shape, bytes);
    }
}
