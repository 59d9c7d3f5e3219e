using System.Globalization;
using Uncollapse.Data.Amat;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Sources;

/// <summary>A table separated by blanks as a data set; labels only where they are declared.</summary>
internal static class AmatSource
{
    /// <summary>Opens a file; one whose first row is words is a table with a header, and read as such.</summary>
    public static DenseDataset Open(LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        if (context.Options.Separator is not null || context.Options.Header == true || StartsWithWords(context.Source))
            return CsvSource.Open(context, name, labels);
        using ByteReader reader = InputFile.Open(context.Source);
        return Read(reader, context, name, labels);
    }

    /// <summary>Reads a table from where the reader stands.</summary>
    public static DenseDataset Read(ByteReader reader, LoadContext context, string name, IReadOnlyList<LabelColumn> labels)
    {
        var table = new AmatReader(reader);
        string path = reader.Path;
        if (!table.Read())
            throw DataFormatException.AtLine(path, 1, "a table of numbers", "no rows");
        int columns = table.Columns;
        int label = TableColumns.FindLabel(path, columns, null, context.Options.LabelColumn, []);
        int size = columns - (label >= 0 ? 1 : 0);
        if (size < 1)
            throw DataFormatException.AtLine(path, 1, "a column of numbers beside the labels", "none");
        using var builder = new RowBuilder(path, size, bytes: true, context.Options.Limits);
        var labelValues = new List<double>();
        float[] row = new float[size];
        do
        {
            if (label < 0)
            {
                builder.Append(table.Row);
                continue;
            }
            labelValues.Add(table.Row[label]);
            table.Row[..label].CopyTo(row);
            table.Row[(label + 1)..].CopyTo(row.AsSpan(label));
            builder.Append(row);
        }
        while (table.Read());
        ExampleShape shape = ArrayShape.Of(path, [builder.Count, size], context.Options).Shape;
        IReadOnlyList<LabelColumn> all = label < 0 ? labels : [LabelColumn.FromValues("label", labelValues.ToArray()), .. labels];
        return builder.Build(name, context.FileProvenance("amat"), all, shape, ValueKind.Real);
    }

    private static bool StartsWithWords(string path)
    {
        using ByteReader reader = InputFile.Open(path);
        Span<byte> head = stackalloc byte[LongestPeek];
        head = head[..reader.Read(head)];
        int end = head.IndexOfAny(" \t\r\n"u8);
        return end > 0 && !float.TryParse(head[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private const int LongestPeek = 128;
}
