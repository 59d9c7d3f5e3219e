using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Uncollapse.Data.Compression;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

/// <summary>What h5py, anndata and scipy read (tools/reference/counts_golden.py), and the same figures of a data set of ours.</summary>
internal static class CountGolden
{
    public static JsonObject All { get; } = JsonNode.Parse(File.ReadAllText(TestFiles.Golden("counts.json")))!.AsObject();

    public static void RequireMatrix(JsonNode expected, SparseDataset data)
    {
        Assert.Equal(((int)expected["rows"]!, (int)expected["columns"]!), (data.Count, data.OutputSize));
        int[] all = [.. Enumerable.Range(0, data.Count)];
        int number = data.NonZeros(all);
        Assert.Equal((int)expected["nonzeros"]!, number);
        int[] starts = new int[data.Count + 1], columns = new int[number];
        float[] values = new float[number];
        Assert.Equal(number, data.ReadEntries(all, starts, columns, values));
        Assert.Equal((double)expected["sum"]!, values.Sum(value => (double)value), 1e-4);
        int[] lengths = [.. all.Select(row => starts[row + 1] - starts[row])];
        uint crc = Crc32.Update(0, MemoryMarshal.AsBytes(lengths.AsSpan()));
        crc = Crc32.Update(crc, MemoryMarshal.AsBytes(columns.AsSpan()));
        crc = Crc32.Update(crc, MemoryMarshal.AsBytes(values.AsSpan()));
        Assert.Equal((uint)expected["crc"]!, crc);
        RequireSameDense(data, starts, columns, values);
    }

    public static uint Names(IEnumerable<string> names) => Crc32.Update(0, Encoding.UTF8.GetBytes(string.Join('\n', names)));

    public static void RequireNames(JsonNode expected, SparseDataset data)
    {
        uint genes = (uint)expected["genes"]!;
        Assert.True(genes == Names(data.ColumnNames!) || (data.ColumnIds is not null && genes == Names(data.ColumnIds)), "names of genes");
        if (expected["ids"] is { } ids)
            Assert.Equal((uint)ids, Names(data.ColumnIds!));
        Assert.Equal((uint)expected["cells"]!, Names(Enumerable.Range(0, data.Count).Select(data.RowName)));
    }

    public static void RequireLabels(JsonObject expected, IReadOnlyList<LabelColumn> columns)
    {
        foreach (LabelColumn column in columns)
        {
            if (expected[column.Name] is JsonObject classes)
            {
                Assert.NotNull(column.Classes);
                var counts = column.Values.ToArray().CountBy(value => column.Classes[(int)value]).ToDictionary();
                Assert.Equal(classes.ToDictionary(pair => pair.Key, pair => (int)pair.Value!), counts);
                continue;
            }
            double sum = column.Classes is null ? column.Values.ToArray().Sum(value => (double)value) : column.Values.ToArray().Sum(value => double.Parse(column.Classes[(int)value], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal((double)expected[column.Name]!, sum, Math.Abs(sum) * 1e-6);
        }
        Assert.Equal(expected.Select(pair => pair.Key).Order(StringComparer.Ordinal), columns.Select(column => column.Name).Order(StringComparer.Ordinal));
    }

    private static void RequireSameDense(SparseDataset data, int[] starts, int[] columns, float[] values)
    {
        int[] some = [0, data.Count / 2, data.Count - 1];
        float[] rows = new float[3 * data.OutputSize], expected = new float[3 * data.OutputSize];
        Array.Fill(rows, -7);
        data.ReadRows(some, rows);
        for (int i = 0; i < 3; i++)
        {
            for (int at = starts[some[i]]; at < starts[some[i] + 1]; at++)
                expected[(i * data.OutputSize) + columns[at]] = values[at];
        }
        Assert.Equal(expected, rows);
    }
}
