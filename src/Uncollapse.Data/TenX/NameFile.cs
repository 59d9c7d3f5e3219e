using System.Globalization;
using System.Text;
using Uncollapse.Data.Input;
using Uncollapse.Data.Text;

namespace Uncollapse.Data.TenX;

/// <summary>Files of names, one a line: barcodes.tsv; genes.tsv (identifier, symbol); features.tsv (identifier, symbol, type).</summary>
internal static class NameFile
{
    /// <summary>Reads the fields of each line, separated by tabs.</summary>
    public static List<string[]> Read(string path)
    {
        using ByteReader reader = InputFile.Open(path);
        var lines = new LineReader(reader);
        var rows = new List<string[]>();
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Contains((byte)0))
                throw DataFormatException.AtLine(path, lines.Line, "names", "the control byte 00", "The file is binary or damaged");
            rows.Add(Encoding.UTF8.GetString(line).Split('\t'));
        }
        return rows.Count > 0 ? rows : throw DataFormatException.AtLine(path, 1, "names, one a line", "none");
    }

    /// <summary>A field of every line.</summary>
    /// <exception cref="DataFormatException">A line has fewer.</exception>
    public static string[] Field(string path, List<string[]> rows, int field)
    {
        string[] names = new string[rows.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = rows[i].Length > field
                ? rows[i][field]
                : throw DataFormatException.AtLine(path, i + 1, string.Create(CultureInfo.InvariantCulture, $"{field + 1} fields separated by tabs"), string.Create(CultureInfo.InvariantCulture, $"{rows[i].Length}"));
        }
        return names;
    }
}
