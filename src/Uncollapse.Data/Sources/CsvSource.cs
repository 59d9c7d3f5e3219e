using System.Globalization;
using System.Text;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Csv;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Sources;

/// <summary>A separated table as a data set: one example a row, header recognised, labels recognised by name or declared.</summary>
internal static class CsvSource
{
    private const int LongestShown = 40;

    /// <summary>Opens a file.</summary>
    public static DenseDataset Open(LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        char separator = context.Options.Separator ?? RecogniseSeparator(context.Source);
        if (labels.Count == 0 && context.Options is { LabelColumn: null, Shape: null, Header: not false } && CountCsv.Is(context.Source, separator))
        {
            using ByteReader counts = InputFile.Open(context.Source);
            return CountCsv.Read(counts, separator, context, name);
        }
        using ByteReader reader = InputFile.Open(context.Source);
        return Read(reader, separator, context, name, labels);
    }

    /// <summary>Reads a table from where the reader stands.</summary>
    public static DenseDataset Read(ByteReader reader, char separator, LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        using var table = new CsvTable(reader, separator);
        string path = reader.Path;
        if (!table.Read())
            throw DataFormatException.AtLine(path, 1, "a table of numbers", "no rows");
        string[]? header = ReadHeader(table, context.Options.Header);
        if (header is not null && !table.Read())
            throw DataFormatException.AtLine(path, table.Line, "rows of numbers after the header", "none");
        int columns = header?.Length ?? table.FieldCount;
        int[] text = [.. Enumerable.Range(0, table.FieldCount).Where(i => !table.TryNumber(i, out _))];
        int label = TableColumns.FindLabel(path, columns, header, context.Options.LabelColumn, text);
        int size = columns - (label >= 0 ? 1 : 0);
        if (size < 1)
            throw DataFormatException.AtLine(path, table.Line, "a column of numbers beside the labels", "none");
        using var builder = new RowBuilder(path, size, bytes: true, context.Options.Limits);
        var labelTexts = new List<string>();
        float[] row = new float[size];
        do
        {
            ParseRow(path, table, columns, label, row, labelTexts);
            builder.Append(row);
        }
        while (table.Read());
        if (header is not null)
            context.Note("first row is a header");
        ExampleShape shape = ArrayShape.Of(path, [builder.Count, size], context.Options).Shape;
        IReadOnlyList<LabelColumn> all = label < 0 ? labels : [ToColumn(header?[label] ?? "label", labelTexts), .. labels];
        return builder.Build(name, context.FileProvenance("csv"), all, shape, ValueKind.Real);
    }

    /// <summary>A column of label texts: classes, numbered as numbers where they are.</summary>
    internal static LabelColumn ToColumn(string name, List<string> texts)
    {
        double[] numbers = new double[texts.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return LabelColumn.FromText(name, texts);
        }
        return LabelColumn.FromValues(name, numbers);
    }

    private static string[]? ReadHeader(CsvTable table, bool? declared)
    {
        string[] first = [.. Enumerable.Range(0, table.FieldCount).Select(table.Text)];
        // A header names its columns: a row with at most one text field (a label) beside numbers is data.
        int texts = Enumerable.Range(0, first.Length).Count(i => !table.TryNumber(i, out _));
        bool isHeader = declared ?? (texts == first.Length || texts > 1);
        return isHeader ? first : null;
    }

    private static void ParseRow(string path, CsvTable table, int columns, int label, Span<float> row, List<string> labels)
    {
        if (table.FieldCount != columns)
        {
            throw DataFormatException.AtLine(
                path, table.Line, $"{columns} fields, as in the rows before", string.Create(CultureInfo.InvariantCulture, $"{table.FieldCount}"), "Is the separator right? Give ?separator=comma, semicolon, tab or space");
        }
        int at = 0;
        for (int column = 0; column < columns; column++)
        {
            if (column == label)
            {
                labels.Add(table.Text(column));
                continue;
            }
            if (!table.TryNumber(column, out float value) || !float.IsFinite(value))
            {
                string field = table.Text(column);
                throw new DataFormatException(
                    path, string.Create(CultureInfo.InvariantCulture, $"line {table.Line}, column {column + 1}"), "a finite number", Show(field), "Remove or fill missing values; a text column may be declared the label column");
            }
            row[at++] = value;
        }
    }

    private static string Show(string field) => field.Length switch
    {
        0 => "an empty field",
        <= LongestShown => $"'{field}'",
        _ => $"'{field.AsSpan(0, LongestShown)}...' of {field.Length} characters",
    };

    private static char RecogniseSeparator(string path)
    {
        byte[] prefix = new byte[1 << 16];
        using ByteReader reader = InputFile.Open(path);
        int number = reader.Read(prefix);
        string[] lines = Encoding.Latin1.GetString(prefix, 0, number).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string line = lines[Math.Min(1, lines.Length - 1)];
        foreach (char separator in ",;\t")
        {
            if (line.Contains(separator, StringComparison.Ordinal))
                return separator;
        }
        return ' ';
    }
}
