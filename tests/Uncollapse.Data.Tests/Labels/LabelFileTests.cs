using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Labels;

public sealed class LabelFileTests : IDisposable
{
    private readonly string _folder = TestFiles.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_join_in_any_order_and_what_is_not_told_is_missing()
    {
        using SourceData source = Open(Cells(), "cell\ttype\tage\ttoo many\nC\tT\t3\ta\nA\tB\t1.5\tb\nX\tB\t9\tc\nB\t\t2\td\nD\tT\t4\te\n");
        LabelColumn type = Assert.Single(source.Train.Labels, column => column.Name == "type");
        Assert.Equal(["B", "(missing)", "T", "T"], type.Values.ToArray().Select(value => type.Classes![(int)value]));
        LabelColumn age = Assert.Single(source.Train.Labels, column => column.Name == "age");
        Assert.Equal([1.5f, 2, 3, 4], age.Values.ToArray());
        Assert.Equal(2, source.Train.Labels.Count);
        Assert.Contains("labels type, age, too many of 4 of 4 examples from labels.tsv, by name", source.Train.Provenance.ToString(), StringComparison.Ordinal);
        Assert.Contains("too many", source.Train.Provenance.Notes[^1], StringComparison.Ordinal);
        // Labels come along with a subset.
        Assert.Equal(3, source.Train.Subset("some", [2]).Labels[1].Values[0]);
    }

    /// <summary>Clusters are whole numbers: few of them are classes, and cells without one are told so; other numbers must be there for all.</summary>
    [Fact]
    public void Numbered_clusters_of_some_cells_are_classes_beside_missing()
    {
        using SourceData source = Open(Cells(), "cell\tleiden\tage\nC\t10\t3\nA\t2\t1.5\nD\t\t4\n");
        LabelColumn leiden = Assert.Single(source.Train.Labels);
        Assert.Equal(["2", "10", "(missing)"], leiden.Classes);
        Assert.Equal(["2", "(missing)", "10", "(missing)"], leiden.Values.ToArray().Select(value => leiden.Classes![(int)value]));
        Assert.Contains("column 'age' left out: 1 of 4 values are missing", source.Train.Provenance.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_line_that_begins_with_a_name_is_no_header()
    {
        using SourceData source = Open(Cells(), "A,x\nB,y\nC,x\nD,y\n");
        Assert.Equal(("label", 2), (source.Train.Labels[0].Name, source.Train.Labels[0].Classes!.Count));
    }

    [Fact]
    public void Rows_without_names_join_by_order()
    {
        string file = Path.Combine(_folder, "rows.csv");
        File.WriteAllText(file, "0.5,1.5\n1.5,2.5\n2.5,3.5\n");
        using (SourceData source = Open(file, "digit\n7\n1\n7\n"))
            Assert.Equal(["7", "1", "7"], source.Train.Labels[0].Values.ToArray().Select(value => source.Train.Labels[0].Classes![(int)value]));
        using (SourceData source = Open(file, "7\n1\n7\n"))
            Assert.Equal("label", source.Train.Labels[0].Name);
        Assert.Contains("expected 3 lines of labels", Assert.Throws<DataFormatException>(() => Open(file, "7\n1\n")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cell\ttype\nA-1\tT\nB-1\tB\n", "none of them, but A-1, B-1")]
    [InlineData("cell\ttype\nA\tT\nA\tB\n", "'A' twice")]
    [InlineData("cell\nA\nB\n", "one column")]
    [InlineData("cell\ttype\nA\n", "found 1")]
    public void What_cannot_be_joined_is_refused(string text, string found) =>
        Assert.Contains(found, Assert.Throws<DataFormatException>(() => Open(Cells(), text)).Message, StringComparison.Ordinal);

    [SharedDataFact("pbmc3k")]
    public void Nine_cell_types_join_pbmc3k()
    {
        using SourceData source = DataSource.Open(SharedData.Path("pbmc3k/filtered_gene_bc_matrices/hg19"), new SourceOptions { LabelFile = SharedData.Path("pbmc3k/cell_types.tsv") });
        LabelColumn type = Assert.Single(source.Train.Labels);
        Assert.Equal(10, type.Classes!.Count);
        int[] sizes = [.. type.Classes.Select((_, k) => type.Values.Count(k))];
        // Counted in the file by sort | uniq -c.
        Assert.Equal((62, 344, 14, 697), (Size("(missing)"), Size("B"), Size("Platelet"), Size("Naive CD4 T")));
        int Size(string name) => sizes[type.Classes.ToList().IndexOf(name)];
    }

    private SourceData Open(string source, string labels)
    {
        string file = Path.Combine(_folder, "labels.tsv");
        File.WriteAllText(file, labels);
        return DataSource.Open(source, new SourceOptions { LabelFile = file });
    }

    private string Cells()
    {
        string folder = Path.Combine(_folder, "tenx");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "matrix.mtx"), "%%MatrixMarket matrix coordinate integer general\n2 4 4\n1 1 3\n2 2 1\n1 3 2\n2 4 5\n");
        File.WriteAllText(Path.Combine(folder, "barcodes.tsv"), "A\nB\nC\nD\n");
        File.WriteAllText(Path.Combine(folder, "genes.tsv"), "g1\tG1\ng2\tG2\n");
        return folder;
    }
}
