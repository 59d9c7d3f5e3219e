using Uncollapse.Data.Input;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Idx;

/// <summary>Reads idx files, gzipped or not.</summary>
public static class IdxReader
{
    /// <summary>Reads a whole array into memory.</summary>
    /// <exception cref="DataFormatException">The file is not sound idx.</exception>
    public static NpyArray Read(string path)
    {
        using ByteReader reader = InputFile.Open(path);
        return Read(reader);
    }

    /// <summary>Reads an array that must fill the reader.</summary>
    /// <exception cref="DataFormatException">The bytes are not sound idx.</exception>
    public static NpyArray Read(ByteReader reader)
    {
        var header = IdxHeader.Read(reader);
        foreach (long length in header.Axes)
        {
            if (length > Array.MaxLength)
                throw reader.Fail($"axes of at most {Array.MaxLength}", $"{length}");
        }
        int size = Elements.Size(header.Kind);
        byte[] bytes = reader.ReadBlock(header.Count * size, "array elements");
        reader.ExpectEnd("idx");
        if (BitConverter.IsLittleEndian)
            Elements.Reverse(bytes, size);
        return new NpyArray(header.Kind, size, [.. header.Axes.Select(length => (int)length)], bytes);
    }
}
