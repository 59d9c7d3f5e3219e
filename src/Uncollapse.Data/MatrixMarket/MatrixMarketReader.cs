using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Data.Text;

namespace Uncollapse.Data.MatrixMarket;

/// <summary>
/// The coordinate format of the Matrix Market: a line with the kind, comments (%), a line with rows, columns and entries, then a line for each
/// entry: row, column (from 1) and value. Source: math.nist.gov/MatrixMarket/formats.html.
/// </summary>
internal sealed class MatrixMarketReader
{
    // A matrix without names may have so many empty rows or columns for each entry, and this many in any case.
    private const long EmptyPerEntry = 100;
    private const long FreeLength = 1 << 16;
    private const int ShortestEntry = 4;
    private readonly LineReader lines;
    private readonly string path;
    private readonly bool isPattern;

    /// <summary>Reads the header.</summary>
    public MatrixMarketReader(ByteReader reader)
    {
        path = reader.Path;
        lines = new LineReader(reader);
        isPattern = ReadKind();
        (Rows, Columns, Entries) = ReadSizes(reader);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Entries that follow.</summary>
    public long Entries { get; }

    /// <summary>Whether bytes begin such a file.</summary>
    public static bool Is(ReadOnlySpan<byte> prefix) => prefix.StartsWith("%%MatrixMarket"u8);

    /// <summary>Reads the entries.</summary>
    /// <param name="take">Given row and column, from 0, and value; returns whether to go on.</param>
    /// <returns>Whether all were taken.</returns>
    public bool Read(Func<int, int, float, bool> take)
    {
        for (long number = 0; number < Entries;)
        {
            if (!lines.TryRead(out ReadOnlySpan<byte> line))
                throw DataFormatException.AtLine(path, lines.Line, string.Create(CultureInfo.InvariantCulture, $"{Entries} entries"), string.Create(CultureInfo.InvariantCulture, $"the end of the file after {number}"), "The file is cut short; fetch it again");
            if (line.IsEmpty)
                continue;
            (int row, int column, float value) = Parse(line);
            number++;
            if (!take(row, column, value))
                return false;
        }
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (!line.Trim(" \t"u8).IsEmpty)
                throw DataFormatException.AtLine(path, lines.Line, string.Create(CultureInfo.InvariantCulture, $"the end after {Entries} entries"), "more", "The header declares fewer entries than the file holds");
        }
        return true;
    }

    /// <summary>Fails where there are more rows and columns than the entries justify, unless names prove them.</summary>
    public void RequireJustified(bool rowsAreNamed, bool columnsAreNamed)
    {
        long most = Math.Max(FreeLength, Entries > long.MaxValue / EmptyPerEntry ? long.MaxValue : Entries * EmptyPerEntry);
        if ((!rowsAreNamed && Rows > most) || (!columnsAreNamed && Columns > most))
            throw new DataFormatException(path, "sizes", string.Create(CultureInfo.InvariantCulture, $"rows and columns that {Entries} entries justify"), string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns}"), "Put barcodes.tsv and features.tsv beside the matrix");
    }

    private bool ReadKind()
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> first) || !Is(first))
            throw DataFormatException.AtLine(path, 1, "%%MatrixMarket", "something else");
        string[] words = Encoding.Latin1.GetString(first).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [_, "matrix", "coordinate", "integer" or "real" or "pattern" or "double", "general"])
            throw DataFormatException.AtLine(path, 1, "%%MatrixMarket matrix coordinate integer (or real, or pattern) general", string.Join(' ', words), "Write it with scipy.io.mmwrite from a sparse matrix");
        return words[3] == "pattern";
    }

    private (int Rows, int Columns, long Entries) ReadSizes(ByteReader reader)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> rest = line.Trim(" \t"u8);
            if (rest.IsEmpty || rest[0] == (byte)'%')
                continue;
            if (TryWhole(ref rest, out long rows) && TryWhole(ref rest, out long columns) && TryWhole(ref rest, out long entries) && rest.IsEmpty
                && rows is >= 1 and < int.MaxValue && columns is >= 1 and < int.MaxValue && entries >= 0)
            {
                if (entries > reader.Most / ShortestEntry)
                    throw DataFormatException.AtLine(path, lines.Line, string.Create(CultureInfo.InvariantCulture, $"at most {reader.Most / ShortestEntry} entries in a file of this length"), string.Create(CultureInfo.InvariantCulture, $"{entries}"));
                return ((int)rows, (int)columns, entries);
            }
            throw DataFormatException.AtLine(path, lines.Line, "rows, columns and entries, three whole numbers", ByteReader.Show(line));
        }
        throw DataFormatException.AtLine(path, lines.Line, "rows, columns and entries", "the end of the file");
    }

    private (int Row, int Column, float Value) Parse(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        float value = 1;
        if (TryWhole(ref rest, out long row) && TryWhole(ref rest, out long column) && (isPattern || TryNumber(ref rest, out value)) && rest.IsEmpty)
        {
            if (row >= 1 && row <= Rows && column >= 1 && column <= Columns)
                return ((int)row - 1, (int)column - 1, value);
            throw DataFormatException.AtLine(path, lines.Line, string.Create(CultureInfo.InvariantCulture, $"a place in {Rows} x {Columns}, from 1"), string.Create(CultureInfo.InvariantCulture, $"{row}, {column}"));
        }
        throw DataFormatException.AtLine(path, lines.Line, isPattern ? "row and column" : "row, column and value", ByteReader.Show(line));
    }

    private static bool TryWhole(ref ReadOnlySpan<byte> rest, out long value)
    {
        rest = rest.TrimStart(" \t"u8);
        bool parsed = Utf8Parser.TryParse(rest, out value, out int used) && used > 0;
        rest = rest[used..].TrimStart(" \t"u8);
        return parsed;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out float value)
    {
        // Counts are whole: the short way first.
        if (Utf8Parser.TryParse(rest, out int whole, out int used) && (used == rest.Length || rest[used] is (byte)' ' or (byte)'\t'))
        {
            value = whole;
        }
        else if (!Utf8Parser.TryParse(rest, out value, out used) || used == 0)
        {
            return false;
        }
        rest = rest[used..].TrimStart(" \t"u8);
        return true;
    }
}
