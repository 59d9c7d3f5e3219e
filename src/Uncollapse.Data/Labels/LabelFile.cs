using System.Globalization;
using Uncollapse.Data.AnnData;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Csv;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.Labels;

/// <summary>A table of labels beside a source: its rows are joined by the examples' names, which its first column holds, or by order where examples have none.</summary>
internal sealed class LabelFile
{
    private const int FewShown = 3;
    private readonly string path;
    private readonly List<string[]> lines;

    private LabelFile(string path, List<string[]> lines)
    {
        this.path = path;
        this.lines = lines;
    }

    /// <summary>Adds a file's columns to the labels of every split; a column that the source has too is the file's from then on.</summary>
    /// <exception cref="DataFormatException">The file is no table, names none of the examples, names one twice, or has another number of rows than there are examples.</exception>
    public static void Join(SourceData source, string path)
    {
        LabelFile file = Read(path);
        DenseDataset[] splits = [.. new[] { source.Train, source.Validation, source.Test }.OfType<DenseDataset>()];
        if (splits.All(split => split is SparseDataset { HasRowNames: true }))
            file.JoinByName([.. splits.Cast<SparseDataset>()]);
        else if (splits.Length == 1)
            file.JoinByOrder(splits[0]);
        else
            throw new DataFormatException(path, "", "labels of a source without splits of its own, or whose examples have names", $"{splits.Length} splits without names", "Give the source's splits their own labels, or name one file");
    }

    private static LabelFile Read(string path)
    {
        char separator = Separator(path);
        using var table = new CsvTable(InputFile.Open(path), separator);
        var found = new List<string[]>();
        while (table.Read())
        {
            string[] line = [.. Enumerable.Range(0, table.FieldCount).Select(table.Text)];
            if (found.Count > 0 && line.Length != found[0].Length)
                throw DataFormatException.AtLine(path, table.Line, string.Create(CultureInfo.InvariantCulture, $"{found[0].Length} fields, as in the first line"), string.Create(CultureInfo.InvariantCulture, $"{line.Length}"), "Empty labels keep their separator");
            found.Add(line);
        }
        return found.Count > 0 ? new LabelFile(path, found) : throw DataFormatException.AtLine(path, 1, "a table of labels", "no rows");
    }

    private void JoinByName(SparseDataset[] splits)
    {
        int width = lines[0].Length;
        if (width < 2)
            throw DataFormatException.AtLine(path, 1, "the examples' names in the first column, and a column of labels", "one column", "Write NAME,LABEL lines, comma or tab between");
        var rows = new Dictionary<string, string[]>(StringComparer.Ordinal);
        // The first line names the columns unless it begins with an example's name.
        bool hasHeader = !splits.Any(split => Enumerable.Range(0, split.Count).Any(n => split.RowName(n) == lines[0][0]));
        foreach (string[] line in lines.Skip(hasHeader ? 1 : 0))
        {
            if (!rows.TryAdd(line[0], line))
                throw new DataFormatException(path, "names", "every example once", $"'{line[0]}' twice", "Remove one of the two lines");
        }
        string[] heads = [.. Enumerable.Range(1, width - 1).Select(column => Head(hasHeader, column, width - 1))];
        int found = splits.Sum(split => Enumerable.Range(0, split.Count).Count(n => rows.ContainsKey(split.RowName(n)))), all = splits.Sum(split => split.Count);
        if (found == 0)
        {
            string theirs = string.Join(", ", rows.Keys.Take(FewShown)), ours = string.Join(", ", Enumerable.Range(0, Math.Min(FewShown, splits[0].Count)).Select(splits[0].RowName));
            throw new DataFormatException(path, "column 1", $"names of examples, such as {ours}", $"none of them, but {theirs}", "The first column names the example; does one of the two have a suffix such as -1?");
        }
        string note = string.Create(CultureInfo.InvariantCulture, $"labels {string.Join(", ", heads)} of {found} of {all} examples from {Path.GetFileName(path)}, by name");
        foreach (SparseDataset split in splits)
            Add(split, heads, (column, n) => rows.TryGetValue(split.RowName(n), out string[]? line) ? line[column + 1] : "", note);
    }

    private void JoinByOrder(DenseDataset data)
    {
        bool hasHeader = lines.Count == data.Count + 1;
        if (!hasHeader && lines.Count != data.Count)
        {
            throw new DataFormatException(path, "", string.Create(CultureInfo.InvariantCulture, $"{data.Count} lines of labels (and perhaps a header), as the examples have no names to join by"),
                string.Create(CultureInfo.InvariantCulture, $"{lines.Count}"), "One line an example, in the source's order");
        }
        int width = lines[0].Length;
        string[] heads = [.. Enumerable.Range(0, width).Select(column => Head(hasHeader, column, width))];
        Add(data, heads, (column, n) => lines[hasHeader ? n + 1 : n][column], $"labels {string.Join(", ", heads)} from {Path.GetFileName(path)}, by order");
    }

    private void Add(DenseDataset data, string[] heads, Func<int, int, string> field, string note)
    {
        var notes = new List<string> { note };
        var columns = new ObservationColumns(notes.Add);
        for (int column = 0; column < heads.Length; column++)
        {
            string[] texts = [.. Enumerable.Range(0, data.Count).Select(n => field(column, n).Trim())];
            if (Numbers(texts) is { } numbers)
                columns.AddNumbers(heads[column], numbers);
            else
                columns.AddTexts(heads[column], Array.ConvertAll(texts, text => text.Length == 0 ? LabelColumn.Missing : text));
        }
        if (columns.Columns.Count == 0)
            throw new DataFormatException(path, "", "a column of labels", $"none ({string.Join("; ", notes.Skip(1))})", "A label is a class that examples share, or a number that each has");
        data.Join(columns.Columns, notes);
    }

    /// <summary>The column as numbers, NaN where a field is empty; null where a field is another text, or all are empty.</summary>
    private static double[]? Numbers(string[] texts)
    {
        double[] numbers = new double[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            numbers[i] = double.NaN;
            if (texts[i].Length > 0 && !double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }
        return Array.Exists(numbers, double.IsFinite) ? numbers : null;
    }

    private string Head(bool hasHeader, int column, int columns) => hasHeader && lines[0][column].Trim() is { Length: > 0 } name
        ? name
        : columns == 1 ? "label" : string.Create(CultureInfo.InvariantCulture, $"label{column}");

    private static char Separator(string path)
    {
        byte[] start = new byte[1 << 12];
        using ByteReader reader = InputFile.Open(path);
        int number = reader.Read(start);
        ReadOnlySpan<byte> line = start.AsSpan(0, number);
        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        return line.Contains((byte)'\t') ? '\t' : line.Contains((byte)';') && !line.Contains((byte)',') ? ';' : ',';
    }
}
