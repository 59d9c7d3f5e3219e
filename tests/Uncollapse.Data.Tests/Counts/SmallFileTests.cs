using System.Text;
using System.Text.Json.Nodes;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Records.Plans;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

/// <summary>One small matrix in every format and encoding (tools/reference/counts_files.py), and files that lie.</summary>
public sealed class SmallFileTests
{
    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllText(At("expected.json")))!;
    private static readonly float[][] Matrix = [.. Golden["matrix"]!.AsArray().Select(row => row!.AsArray().Select(value => (float)value!).ToArray())];
    private static readonly float Largest = Matrix.Max(row => row.Max());
    private static readonly string[] Cells = [.. Golden["cells"]!.AsArray().Select(name => (string)name!)];
    private static readonly string[] Genes = [.. Golden["genes"]!.AsArray().Select(name => (string)name!)];

    public static TheoryData<string> Hostile => [.. Directory.EnumerateFiles(TestFiles.Golden("counts"), "refused_*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("csc.h5ad", "X")]
    [InlineData("unordered.h5ad", "X")]
    [InlineData("normalised.h5ad", "layers/raw_counts")]
    [InlineData("ensembl.h5ad", "X")]
    [InlineData("cells.loom", "matrix")]
    [InlineData("antibodies.h5", "matrix")]
    public void Every_encoding_gives_the_same_matrix(string file, string matrix)
    {
        using SourceData source = DataSource.Open(At(file));
        var data = Assert.IsType<SparseDataset>(source.Train);
        Require(data);
        Assert.Equal(ValueKind.Count, data.Kind);
        if (file != "antibodies.h5")
            Assert.Equal(matrix, data.Look.Name);
    }

    [Fact]
    public void Labels_are_read_from_every_kind_of_column_and_what_is_left_out_is_said()
    {
        using SourceData source = DataSource.Open(At("csc.h5ad"));
        var columns = source.Train.Labels.ToDictionary(column => column.Name, StringComparer.Ordinal);
        Assert.Equal(["full", "gap", "kind", "sample", "score"], columns.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["T", "B", "(missing)"], columns["kind"].Classes);
        Assert.Equal(2, columns["kind"].Values[4]);
        Assert.Equal(["a", "b"], columns["sample"].Classes);
        Assert.Equal(["0", "1", "2"], columns["full"].Classes);
        Assert.Null(columns["score"].Classes);
        // A nullable column of 0, 1, 2 ... whose fourth is masked.
        Assert.DoesNotContain("3", columns["gap"].Classes!);
        Assert.Equal(["0", "1", "2", "(missing)", "4"], columns["gap"].Values.ToArray().Take(5).Select(value => columns["gap"].Classes![(int)value]));
        Assert.Contains(source.Train.Provenance.Notes, note => note.Contains("'holes' left out", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_seen_of_each_matrix_is_said()
    {
        using SourceData source = DataSource.Open(At("normalised.h5ad"));
        Assert.Equal(["X", "layers/raw_counts", "layers/scaled"], source.Matrices.Select(look => look.Name));
        Assert.Equal(FormattableString.Invariant($"X holds fractions from 0 to {Math.Log(1 + Largest):G4} (log-normalised?)"), source.Matrices[0].ToString());
        Assert.Equal($"layers/raw_counts holds whole numbers from 0 to {Largest}", source.Matrices[1].ToString());
        Assert.Equal($"layers/scaled holds whole numbers from -3 to {Largest - 3} (centred or scaled?)", source.Matrices[2].ToString());
        Assert.Contains(source.Train.Provenance.Notes, note => note.EndsWith("so layers/raw_counts is read", StringComparison.Ordinal));
    }

    [Fact]
    public void Ensembl_names_give_way_to_symbols_and_antibodies_to_genes()
    {
        using SourceData ensembl = DataSource.Open(At("ensembl.h5ad")), antibodies = DataSource.Open(At("antibodies.h5"));
        Assert.Equal("ENSG00000000003", ((SparseDataset)ensembl.Train).ColumnIds![3]);
        Assert.Contains("2 features of Antibody Capture left out", antibodies.Train.Provenance.Notes);
    }

    [Theory]
    [InlineData(false, ',')]
    [InlineData(true, ',')]
    [InlineData(true, '\t')]
    public void A_table_is_turned_so_that_cells_are_rows(bool genesByCells, char separator)
    {
        var text = new StringBuilder();
        string[] across = genesByCells ? Cells : Genes, down = genesByCells ? Genes : Cells;
        text.Append("name").Append(separator).AppendJoin(separator, across).Append('\n');
        for (int row = 0; row < down.Length; row++)
            text.Append(down[row]).Append(separator).AppendJoin(separator, across.Select((_, column) => genesByCells ? Matrix[column][row] : Matrix[row][column])).Append('\n');
        string path = Path.Combine(TestFiles.TemporaryFolder(), "counts.csv");
        File.WriteAllText(path, text.ToString());
        using SourceData source = DataSource.Open(path);
        Require(Assert.IsType<SparseDataset>(source.Train));
        Assert.Contains(source.Train.Provenance.Notes, note => note.StartsWith($"{(genesByCells ? "columns" : "rows")} are cells", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_matrix_market_file_is_read_in_any_order_and_either_way_round(bool cellsAreRows)
    {
        string folder = TestFiles.TemporaryFolder();
        var entries = new List<string>();
        for (int cell = 0; cell < Cells.Length; cell++)
        {
            for (int gene = 0; gene < Genes.Length; gene++)
            {
                if (Matrix[cell][gene] != 0)
                    entries.Add(FormattableString.Invariant($"{(cellsAreRows ? cell : gene) + 1} {(cellsAreRows ? gene : cell) + 1} {Matrix[cell][gene]}"));
            }
        }
        entries.Reverse();
        string sizes = cellsAreRows ? $"{Cells.Length} {Genes.Length}" : $"{Genes.Length} {Cells.Length}";
        File.WriteAllText(Path.Combine(folder, "GSM1_matrix.mtx"), $"%%MatrixMarket matrix coordinate real general\n% by hand\n{sizes} {entries.Count}\n{string.Join('\n', entries)}\n");
        File.WriteAllLines(Path.Combine(folder, "GSM1_barcodes.tsv"), Cells);
        File.WriteAllLines(Path.Combine(folder, "GSM1_genes.tsv"), Genes.Select(gene => $"id{gene}\t{gene}"));
        using SourceData source = DataSource.Open(folder);
        Require(Assert.IsType<SparseDataset>(source.Train));
        File.WriteAllLines(Path.Combine(folder, "GSM1_barcodes.tsv"), Cells.Take(5));
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(folder));
        Assert.Contains("not of one data set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_other_formats_are_counts_where_the_user_says_so()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "counts.csv");
        File.WriteAllLines(path, Matrix.Select(row => string.Join(',', row)));
        using SourceData plain = DataSource.Open(path), counts = DataSource.Open(path, new SourceOptions { Kind = DataKind.Counts });
        Assert.Equal((ValueKind.Real, ValueKind.Count), (plain.Train.Kind, counts.Train.Kind));
        File.AppendAllText(path, "1,2,3,4,5,6,7,8,0.5\n");
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(path, new SourceOptions { Kind = DataKind.Counts }));
        Assert.Contains($"fractions from 0 to {Largest}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_file_that_lies_is_refused_with_one_line_and_little_memory(string file)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(At(file)).Dispose());
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_read()
    {
        byte[] sound = File.ReadAllBytes(At("csc.h5ad"));
        string path = Path.Combine(TestFiles.TemporaryFolder(), "cut.h5ad");
        for (int length = 9; length < sound.Length; length += sound.Length / 40)
        {
            File.WriteAllBytes(path, sound[..length]);
            Assert.Throws<DataFormatException>(() => DataSource.Open(path).Dispose());
        }
    }

    [Fact]
    public void Entries_beyond_the_memory_limit_lie_in_a_cache_file_and_read_the_same()
    {
        string folder = TestFiles.TemporaryFolder();
        var options = new SourceOptions { Limits = new StorageLimits(64, 1 << 20, folder) };
        using (SourceData source = DataSource.Open(At("cells.loom"), options))
        {
            var data = (SparseDataset)source.Train;
            Assert.True(data.IsStreamed);
            Require(data);
            Require((SparseDataset)data.Subset("all", [.. Enumerable.Range(0, data.Count)]));
        }
        Assert.Empty(Directory.EnumerateFiles(folder));
        Assert.Throws<DataFormatException>(() => DataSource.Open(At("cells.loom"), options with { Limits = new StorageLimits(64, 128, folder) }));
    }

    private static string At(string name) => TestFiles.Golden(Path.Combine("counts", name));

    private static void Require(SparseDataset data)
    {
        Assert.Equal((Cells.Length, Genes.Length), (data.Count, data.OutputSize));
        Assert.Equal(Genes, data.ColumnNames);
        Assert.Equal(Cells, Enumerable.Range(0, data.Count).Select(data.RowName));
        float[] rows = new float[data.Count * data.OutputSize];
        data.ReadRows([.. Enumerable.Range(0, data.Count)], rows);
        Assert.Equal(Matrix.SelectMany(row => row), rows);
        int[] some = [5, 2, 2];
        int[] starts = new int[4], columns = new int[data.NonZeros(some)];
        float[] values = new float[columns.Length];
        data.ReadEntries(some, starts, columns, values);
        for (int i = 0; i < some.Length; i++)
        {
            for (int at = starts[i]; at < starts[i + 1]; at++)
                Assert.Equal(Matrix[some[i]][columns[at]], values[at]);
            Assert.Equal(Matrix[some[i]].Count(value => value != 0), starts[i + 1] - starts[i]);
        }
    }
}
