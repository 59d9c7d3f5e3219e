using System.IO.Compression;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Data.Libsvm;
using Uncollapse.Data.MatrixMarket;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Sources;

/// <summary>Recognises a file's format by its first bytes (unpacked when gzipped), never by its name.</summary>
public static class FormatSniffer
{
    private const int Prefix = 1 << 16;
    private static readonly char[] Separators = [',', ';', '\t', ' '];

    /// <summary>The format of a file; <see cref="DataFormat.Unknown"/> when it is none that is known.</summary>
    /// <exception cref="DataFormatException">The file cannot be opened, is empty, or is damaged gzip.</exception>
    public static DataFormat Recognise(string path)
    {
        byte[] prefix = new byte[Prefix];
        int number;
        using (ByteReader reader = InputFile.Open(path))
            number = reader.Read(prefix);
        DataFormat format = Recognise(prefix.AsSpan(0, number), isWhole: number < prefix.Length);
        return format == DataFormat.Zip ? LookInside(path) : format;
    }

    /// <summary>The format that bytes begin; a zip archive's kind depends on its directory and is left open.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <param name="isWhole">Whether there are no more.</param>
    public static DataFormat Recognise(ReadOnlySpan<byte> prefix, bool isWhole = true)
    {
        if (prefix.StartsWith(NpyHeader.Magic))
            return DataFormat.Npy;
        if (prefix.StartsWith("PK\u0003\u0004"u8) || prefix.StartsWith("PK\u0005\u0006"u8))
            return DataFormat.Zip;
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return DataFormat.Png;
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']) || (prefix.Length > 516 && prefix[512..].StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F'])))
            return DataFormat.Hdf5;
        if (IsMatlab(prefix))
            return DataFormat.Matlab;
        if (prefix.Length >= 4 && prefix[0] == 0 && prefix[1] == 0 && prefix[2] is 8 or 9 or 11 or 12 or 13 or 14 && prefix[3] is > 0 and < 16)
            return DataFormat.Idx;
        if (prefix.Length >= 2 && prefix[0] == 0x80 && prefix[1] is >= 2 and <= 5)
            return DataFormat.Pickle;
        return RecogniseText(prefix, isWhole);
    }

    /// <summary>What to do about a file whose format is not read.</summary>
    internal static string Hint(DataFormat format) => format switch
    {
        DataFormat.Pickle => "Pickles run code and are never opened: save the array with np.save",
        _ => "Known: idx, npy, npz, csv, amat (each also gzipped), MATLAB 5 .mat, .h5ad, 10x .h5 and .mtx, loom, libsvm pairs, PNG pictures in a folder or zip, sentences in UTF-8 (any text with data.kind text)",
    };

    private static bool IsMatlab(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length < 128)
            return false;
        ReadOnlySpan<byte> mark = prefix[126..128];
        bool little = mark.SequenceEqual("IM"u8);
        bool big = mark.SequenceEqual("MI"u8);
        return (little || big) && (prefix.StartsWith("MATLAB"u8) || prefix[little ? 125 : 124] == 1);
    }

    private static DataFormat LookInside(string path)
    {
        using var folder = ZipFolder.Open(path);
        if (folder.Members.Any(member => member.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            return DataFormat.Npz;
        Span<byte> head = stackalloc byte[8];
        foreach (ZipArchiveEntry member in folder.Members.Take(64))
        {
            using ByteReader reader = folder.Read(member);
            int number = reader.Read(head);
            if (Recognise(head[..number]) == DataFormat.Png)
                return DataFormat.PngZip;
        }
        return DataFormat.Zip;
    }

    /// <summary>A table when the second line (or the only one) is mostly numbers, where the separator decides the kind; else perhaps sentences.</summary>
    private static DataFormat RecogniseText(ReadOnlySpan<byte> prefix, bool isWhole)
    {
        if (prefix.StartsWith(TextSniffer.ByteOrderMark))
            prefix = prefix[TextSniffer.ByteOrderMark.Length..];
        if (MatrixMarketReader.Is(prefix))
            return DataFormat.MatrixMarket;
        if (TextSniffer.ControlByte(prefix) >= 0)
            return DataFormat.Unknown;
        string[] lines = Encoding.Latin1.GetString(prefix).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
            return DataFormat.Unknown;
        if (LibsvmReader.Is(prefix, isWhole))
            return DataFormat.Libsvm;
        DataFormat table = RecogniseTable(prefix, lines);
        // A year or a score may be all that the second line of a text is; the other lines tell.
        bool isProse = table == DataFormat.Unknown || (lines.Length > 2 && 2 * lines.Count(line => MostlyNumbers(line.Split(Separators, StringSplitOptions.RemoveEmptyEntries))) < lines.Length);
        return isProse && TextSniffer.IsText(prefix, isWhole) ? DataFormat.Text : table;
    }

    private static DataFormat RecogniseTable(ReadOnlySpan<byte> prefix, string[] lines)
    {
        string line = lines[Math.Min(1, lines.Length - 1)];
        // A first line that is longer than the prefix may be a header of any words: the table's reader will judge.
        bool headerOnly = lines.Length == 1 && prefix.Length >= Prefix - 3;
        foreach (char separator in ",;\t")
        {
            if (line.Contains(separator, StringComparison.Ordinal))
                return headerOnly || MostlyNumbers(line.Split(separator)) ? DataFormat.Csv : DataFormat.Unknown;
        }
        return MostlyNumbers(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ? DataFormat.Amat : DataFormat.Unknown;
    }

    private static bool MostlyNumbers(string[] fields)
    {
        // The last field of a prefix may be cut; labels and missing values may be text.
        int numbers = fields.Count(field => double.TryParse(field.Trim().Trim('"'), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _));
        return numbers * 2 >= fields.Length && numbers > 0;
    }
}
