using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Data.Text;

namespace Uncollapse.Data.Libsvm;

/// <summary>
/// Lines of a label and pairs <c>index:value</c>, as libsvm reads them; what follows a # is a comment. Whether indices begin at 0 or 1 the
/// reader of a whole data set decides.
/// </summary>
internal sealed class LibsvmReader(ByteReader reader)
{
    private const int LongestLabel = 64;
    private readonly LineReader lines = new(reader);
    private int[] indices = new int[64];
    private float[] values = new float[64];
    private int count;

    /// <summary>The label of the line read last.</summary>
    public string Label { get; private set; } = "";

    /// <summary>Indices of the line read last, as the file has them.</summary>
    public ReadOnlySpan<int> Indices => indices.AsSpan(0, count);

    /// <summary>Values of the line read last.</summary>
    public ReadOnlySpan<float> Values => values.AsSpan(0, count);

    /// <summary>Whether the beginning of a file has such lines, one with a pair among them.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <param name="isWhole">Whether there are no more.</param>
    public static bool Is(ReadOnlySpan<byte> prefix, bool isWhole)
    {
        string[] all = Encoding.Latin1.GetString(prefix).Split('\n');
        // What the prefix cuts is no line.
        string[] complete = [.. (isWhole ? all : all[..^1]).Where(line => !string.IsNullOrWhiteSpace(line))];
        return complete.Length > 0 && Array.TrueForAll(complete, IsLine) && Array.Exists(complete, line => line.Contains(':', StringComparison.Ordinal));
    }

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    public bool Read()
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            int comment = line.IndexOf((byte)'#');
            ReadOnlySpan<byte> rest = (comment < 0 ? line : line[..comment]).Trim(" \t"u8);
            if (rest.IsEmpty)
                continue;
            int end = rest.IndexOfAny((byte)' ', (byte)'\t');
            ReadOnlySpan<byte> label = end < 0 ? rest : rest[..end];
            if (label.Contains((byte)':') || label.Length > LongestLabel)
                throw DataFormatException.AtLine(reader.Path, lines.Line, "a label, then pairs index:value", ByteReader.Show(rest));
            Label = Encoding.UTF8.GetString(label);
            ReadPairs(end < 0 ? [] : rest[end..]);
            return true;
        }
        return false;
    }

    private static bool IsLine(string line)
    {
        string[] fields = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && fields.Skip(1).All(field => field.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon && int.TryParse(field.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private void ReadPairs(ReadOnlySpan<byte> rest)
    {
        count = 0;
        for (rest = rest.TrimStart(" \t"u8); !rest.IsEmpty; rest = rest.TrimStart(" \t"u8))
        {
            if (!Utf8Parser.TryParse(rest, out int index, out int used) || index < 0 || used == rest.Length || rest[used] != (byte)':'
                || !Utf8Parser.TryParse(rest[(used + 1)..], out float value, out int more)
                || (used + 1 + more < rest.Length && rest[used + 1 + more] is not ((byte)' ' or (byte)'\t')))
            {
                throw DataFormatException.AtLine(reader.Path, lines.Line, "pairs index:value", ByteReader.Show(rest));
            }
            if (count == indices.Length)
            {
                Array.Resize(ref indices, 2 * count);
                Array.Resize(ref values, 2 * count);
            }
            (indices[count], values[count]) = (index, value);
            count++;
            rest = rest[(used + 1 + more)..];
        }
    }
}
