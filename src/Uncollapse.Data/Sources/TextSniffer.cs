using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Uncollapse.Data.Sources;

/// <summary>Tells sentences from other files that are made of characters.</summary>
internal static class TextSniffer
{
    // A table needs this many lines to be told from prose by its separators.
    private const int FewestRows = 2;
    private const int LongestRune = 4;
    private static readonly SearchValues<byte> Control = SearchValues.Create(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127);

    /// <summary>What UTF-8 files of some programs begin with.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The place of the first byte that no text has (controls other than tab, line and page breaks), or -1.</summary>
    public static int ControlByte(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Control);

    /// <summary>Whether a file's first bytes are sentences in UTF-8, and no table, markup or other structure.</summary>
    /// <param name="prefix">The first bytes, without a byte order mark.</param>
    /// <param name="isWhole">Whether there are no more.</param>
    public static bool IsText(ReadOnlySpan<byte> prefix, bool isWhole)
    {
        if (ControlByte(prefix) >= 0 || !IsUtf8(prefix, isWhole))
            return false;
        // White space at the end of a line may be a table's empty field.
        string[] lines = [.. Encoding.UTF8.GetString(prefix).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))];
        if (lines.Length == 0)
            return false;
        // What the prefix cuts is no line.
        string[] complete = isWhole || lines.Length == 1 ? lines : lines[..^1];
        return !IsStructured(complete[0].TrimStart()) && !IsTable(complete) && !complete.All(IsSparse);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> prefix, bool isWhole)
    {
        if (isWhole)
            return Utf8.IsValid(prefix);
        // The last rune of a prefix may be cut.
        for (int less = 0; less < LongestRune && less < prefix.Length; less++)
        {
            if (Utf8.IsValid(prefix[..^less]))
                return true;
        }
        return false;
    }

    private static bool IsStructured(string first) =>
        first.StartsWith("%%MatrixMarket", StringComparison.Ordinal) || first.StartsWith('{') || first.StartsWith("[{", StringComparison.Ordinal)
        || first.StartsWith("<?xml", StringComparison.Ordinal) || first.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || first.StartsWith("<html", StringComparison.OrdinalIgnoreCase);

    /// <summary>A table has the same number of the same separator in every line.</summary>
    private static bool IsTable(string[] lines)
    {
        if (lines.Length < FewestRows)
            return false;
        foreach (char separator in "\t;,")
        {
            int number = lines[0].Count(c => c == separator);
            if (number > 0 && lines.All(line => line.Count(c => c == separator) == number))
                return true;
        }
        return false;
    }

    /// <summary>A line of a sparse matrix: pairs of index and value after at most one label.</summary>
    private static bool IsSparse(string line)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && fields.Skip(1).All(field => field.Contains(':', StringComparison.Ordinal) && field.All(c => char.IsAsciiDigit(c) || c is ':' or '.' or '-' or '+' or 'e'));
    }
}
