using System.Text;
using Uncollapse.Data.Csv;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Histories;

/// <summary>A table with a header as series: each column of numbers, its empty cells left out, as loggers leave them that write some quantities more often than others.</summary>
internal static class LogTable
{
    private const int LargestFile = 1 << 30;
    private static readonly string[] _stepNames = ["step", "global_step", "iteration", "iter", "epoch"];

    public static IReadOnlyList<LogSeries> Read(ByteReader reader)
    {
        if (reader.IsExact && reader.Most > LargestFile)
            throw reader.Fail($"a log of at most {LargestFile} bytes", FormattableString.Invariant($"{reader.Most}"), "Thin it out");
        string path = reader.Path;
        using var table = new CsvTable(reader, Separator(path));
        if (!table.Read()) throw DataFormatException.AtLine(path, 1, "a header", "no rows");
        string[] names = [.. Enumerable.Range(0, table.FieldCount).Select(i => table.Text(i).Trim())];
        if (Enumerable.Range(0, names.Length).Any(i => table.TryNumber(i, out _)))
            throw DataFormatException.AtLine(path, table.Line, "a header that names the columns", "numbers", "Write the columns' names into the first line");
        int step = _stepNames.Select(wanted => Array.FindIndex(names, name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(index => index >= 0, -1);
        var steps = new List<double>[names.Length];
        var values = new List<double>[names.Length];
        bool[] isNumeric = new bool[names.Length];
        for (int i = 0; i < names.Length; i++) (steps[i], values[i], isNumeric[i]) = ([], [], true);
        for (int row = 0; table.Read(); row++)
        {
            if (table.FieldCount != names.Length)
                throw DataFormatException.AtLine(path, table.Line, $"{names.Length} fields, as in the header", FormattableString.Invariant($"{table.FieldCount}"));
            double at = step >= 0 && table.TryNumber(step, out float own) ? own : row;
            for (int i = 0; i < names.Length; i++)
            {
                if (table.TryNumber(i, out float value))
                {
                    steps[i].Add(at);
                    values[i].Add(value);
                }
                else if (!string.IsNullOrWhiteSpace(table.Text(i)))
                {
                    isNumeric[i] = false;
                }
            }
        }

        return [.. Enumerable.Range(0, names.Length).Where(i => isNumeric[i] && values[i].Count > 0).Select(i => new LogSeries(names[i], steps[i], values[i]))];
    }

    /// <summary>The separator that the first line has most of.</summary>
    private static char Separator(string path)
    {
        byte[] start = new byte[1 << 12];
        int number;
        using (ByteReader reader = InputFile.Open(path)) number = reader.Read(start);
        string line = Encoding.UTF8.GetString(start, 0, number).Split('\n')[0];
        return ",\t;".MaxBy(separator => line.Count(letter => letter == separator));
    }
}
