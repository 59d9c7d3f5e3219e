using System.Globalization;
using System.Text;
using Uncollapse.Data.Csv;
using Uncollapse.Data.Input;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.Counts;

/// <summary>A table of counts with names along both axes: cells by genes or genes by cells, which the names tell.</summary>
internal static class CountCsv
{
    private const int Prefix = 1 << 16;

    // Enough rows to see that their names differ and that the values are counts.
    private const int FewestRows = 2;

    /// <summary>Whether a table's beginning has names in its first column, all different, a header, and whole numbers from 0 elsewhere.</summary>
    public static bool Is(string path, char separator)
    {
        byte[] prefix = new byte[Prefix];
        int number;
        using (ByteReader reader = InputFile.Open(path))
            number = reader.Read(prefix);
        string[] all = Encoding.UTF8.GetString(prefix, 0, number).Split('\n');
        string[] lines = [.. (number == Prefix ? all[..^1] : all).Where(line => line.Length > 0)];
        if (lines.Length < FewestRows + 1)
            return false;
        string[][] rows = [.. lines.Skip(1).Select(line => line.TrimEnd('\r').Split(separator))];
        string[] header = lines[0].TrimEnd('\r').Split(separator);
        return rows.All(row => row.Length > 2 && (row.Length == header.Length || row.Length == header.Length + 1))
            && rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count() == rows.Length
            && rows.All(row => !double.TryParse(row[0].Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            && header.Skip(1).All(name => !double.TryParse(name.Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            && rows.All(row => row.Skip(1).All(field => IsCount(field)));
    }

    /// <summary>Reads a table.</summary>
    public static SparseDataset Read(ByteReader reader, char separator, LoadContext context, string name)
    {
        using var table = new CsvTable(reader, separator);
        string path = reader.Path;
        if (!table.Read())
            throw DataFormatException.AtLine(path, 1, "a table of counts", "no rows");
        string[] header = [.. Enumerable.Range(0, table.FieldCount).Select(table.Text)];
        if (!table.Read())
            throw DataFormatException.AtLine(path, table.Line, "rows behind the header", "none");
        // R writes no name above the names of rows.
        string[] across = table.FieldCount == header.Length + 1 ? header : header[1..];
        var down = new List<string>();
        using var builder = new CompressedRowsBuilder(path, Math.Max(1, across.Length), context.Options.Limits);
        float[] row = new float[across.Length];
        do
        {
            if (table.FieldCount != across.Length + 1)
                throw DataFormatException.AtLine(path, table.Line, $"{across.Length + 1} fields, as in the rows before", string.Create(CultureInfo.InvariantCulture, $"{table.FieldCount}"));
            down.Add(table.Text(0));
            for (int i = 0; i < row.Length; i++)
            {
                if (!table.TryNumber(i + 1, out row[i]) || !float.IsFinite(row[i]))
                    throw DataFormatException.AtLine(path, table.Line, $"a number in column '{across[i]}'", $"'{table.Text(i + 1)}'");
            }
            builder.AppendDense(row);
        }
        while (table.Read());
        return Finish(builder.Build(""), across, [.. down], context, name);
    }

    private static SparseDataset Finish(CompressedRows matrix, string[] across, string[] down, LoadContext context, string name)
    {
        bool columnsAreCells = context.Options.Transpose ?? AreCells(across, down);
        string shown = string.Create(CultureInfo.InvariantCulture, $"{(columnsAreCells ? across : down).Length} cells x {(columnsAreCells ? down : across).Length} genes, {matrix.Look.Values}");
        context.Note($"{(columnsAreCells ? "columns" : "rows")} are cells, as {(context.Options.Transpose is null ? "their names show" : "was said")}: {shown}");
        if (!columnsAreCells)
            return new SparseDataset(name, context.FileProvenance("csv counts"), [], new CountTable(matrix, across, null, down));
        int[] lengths = new int[across.Length];
        int[] columns = new int[across.Length];
        float[] values = new float[across.Length];
        void ForEach(Action<int, int, float> take)
        {
            for (int row = 0; row < matrix.Count; row++)
            {
                int length = matrix.Length(row);
                matrix.Copy(row, columns.AsSpan(0, length), values.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                    take(row, columns[i], values[i]);
            }
        }
        ForEach((_, column, _) => lengths[column]++);
        var order = new RowOrder(lengths);
        ForEach((row, column, value) => order.Add(column, row, value));
        using var builder = new CompressedRowsBuilder(context.Source, down.Length, context.Options.Limits, across.Length);
        order.MoveTo(builder);
        return new SparseDataset(name, context.FileProvenance("csv counts"), [], new CountTable(builder.Build(""), down, null, across));
    }

    /// <summary>Whether the names across the top are cells: by barcodes, else by genes, else they are genes.</summary>
    private static bool AreCells(string[] across, string[] down)
    {
        double barcodes = GeneNames.Barcodes(across) - GeneNames.Barcodes(down);
        double genes = GeneNames.Genes(down) - GeneNames.Genes(across);
        return barcodes != 0 ? barcodes > 0 : genes > 0;
    }

    private static bool IsCount(string field) => int.TryParse(field.Trim('"', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
