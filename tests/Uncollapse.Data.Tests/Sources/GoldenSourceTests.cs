using System.Text.Json;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Sources;

/// <summary>Files of other programs as sources: recognised by content whatever their name, and read to the values expected.</summary>
public sealed class GoldenSourceTests
{
    [Theory]
    [InlineData("npy_f8_big.npy", DataFormat.Npy)]
    [InlineData("npy_gzip.npy.gz", DataFormat.Npy)]
    [InlineData("idx_u1.idx", DataFormat.Idx)]
    [InlineData("npz_deflated.npz", DataFormat.Npz)]
    [InlineData("mat_packed.mat", DataFormat.Matlab)]
    [InlineData("mat_big_endian.mat", DataFormat.Matlab)]
    [InlineData("table_comma.csv", DataFormat.Csv)]
    [InlineData("table_tab.tsv", DataFormat.Csv)]
    [InlineData("table_members.amat.gz", DataFormat.Amat)]
    [InlineData("table_savetxt.amat", DataFormat.Amat)]
    [InlineData("png_grey8.png", DataFormat.Png)]
    public void AFormatIsKnownByItsContent(string name, DataFormat format)
    {
        string disguised = Path.Combine(TestFiles.TemporaryFolder(), "data.amat");
        File.Copy(Expected.File(name), disguised);
        Assert.Equal(format, FormatSniffer.Recognise(disguised));
    }

    [Theory]
    [InlineData("npy_f8_big.npy")]
    [InlineData("npy_fortran_2d.npy")]
    [InlineData("npy_fortran_3d.npy")]
    [InlineData("npy_gzip.npy.gz")]
    [InlineData("idx_i2.idx")]
    [InlineData("table_members.amat.gz")]
    [InlineData("table_savetxt.amat")]
    [InlineData("mat_cells.mat")]
    [InlineData("table_comma.csv")]
    [InlineData("table_semicolon.csv")]
    [InlineData("table_tab.tsv")]
    public void TheRowsAreTheValuesExpected(string name)
    {
        JsonElement expected = Expected.Of(name);
        using SourceData data = DataSource.Open(Expected.File(name));
        Assert.Equal(Expected.Shape(expected)[0], data.Train.Count);
        float[] rows = ReadAll(data.Train);
        Assert.Equal(Expected.Values(expected).Select(v => (float)v), rows);
        if (expected.TryGetProperty("labels", out JsonElement labels))
        {
            LabelColumn column = Assert.Single(data.Train.Labels);
            Assert.Equal("label", column.Name);
            Assert.Equal(labels.EnumerateArray().Select(l => l.GetString()!), column.Values.ToArray().Select(v => column.Classes![(int)v]));
        }
        if (name == "mat_cells.mat")
        {
            Assert.Equal(["first", "first", "first", "second", "second", "second"], data.Train.Labels[0].Values.ToArray().Select(v => data.Train.Labels[0].Classes![(int)v]));
        }
    }

    [Theory]
    [InlineData("npz_stored.npz")]
    [InlineData("npz_deflated.npz")]
    public void AnArchiveOfTrainAndTestHasItsSplitsAndLabels(string name)
    {
        using SourceData data = DataSource.Open(Expected.File(name));
        Assert.Equal((8, 3), (data.Train.Count, data.Test!.Count));
        Assert.Null(data.Validation);
        JsonElement arrays = Expected.Of(name).GetProperty("arrays");
        Assert.Equal(Expected.Values(arrays.GetProperty("x_test")).Select(v => (float)v), ReadAll(data.Test));
        Assert.Equal(Expected.Values(arrays.GetProperty("y_train")).Select(v => (float)v), data.Train.Labels.Single().Values.ToArray());
    }

    [Fact]
    public void AMatlabVariableIsChosenByNameAndTurned()
    {
        JsonElement arrays = Expected.Of("mat_plain.mat").GetProperty("arrays");
        using SourceData rows = DataSource.Open(Expected.File("mat_plain.mat") + "?variable=reals");
        Assert.Equal((4, 3), (rows.Train.Count, rows.Train.OutputSize));
        Assert.Equal(ValueKind.Real, rows.Train.Kind);
        using SourceData columns = DataSource.Open(Expected.File("mat_plain.mat"), new SourceOptions { Variable = "bytes", Transpose = true });
        Assert.Equal((3, 4), (columns.Train.Count, columns.Train.OutputSize));
        Assert.Equal(ValueKind.Byte, columns.Train.Kind);
        double[] bytes = Expected.Values(arrays.GetProperty("bytes"));
        Assert.Equal([(float)bytes[0], (float)bytes[3], (float)bytes[6], (float)bytes[9]], ReadAll(columns.Train)[..4]);
        using SourceData cube = DataSource.Open(Expected.File("mat_plain.mat") + "?variable=cube");
        Assert.Equal((5, new ExampleShape(3, 4, 1)), (cube.Train.Count, cube.Train.Shape));
        double[] values = Expected.Values(arrays.GetProperty("cube"));
        Assert.Equal((float)values[2], ReadAll(cube.Train)[2 * 12]);
        Assert.Contains("variable 'cube'", cube.Train.Provenance.ToString());
        Assert.Contains("only bytes", Assert.Throws<DataFormatException>(() => DataSource.Open(Expected.File("mat_plain.mat") + "?variable=nothing")).Message);
    }

    [Fact]
    public void FoldersOfPicturesAreLabelledAndMayBeSplit()
    {
        string folder = TestFiles.TemporaryFolder();
        void Save(string name, byte grey)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Uncollapse.Data.Png.PngWriter.Write(path, 2, 1, 1, [grey, 0]);
        }
        Save("all/cat/a.png", 1);
        Save("all/cat/b.png", 2);
        Save("all/dog/a.png", 3);
        File.WriteAllText(Path.Combine(folder, "all", "notes.txt"), "not a picture");
        using (SourceData data = DataSource.Open(folder))
        {
            Assert.Equal([1f, 0, 2, 0, 3, 0], ReadAll(data.Train));
            Assert.Equal(["cat", "dog"], data.Train.Labels.Single().Classes!);
            Assert.Contains("1 files that are not PNG", data.Train.Provenance.ToString());
        }
        Directory.Move(Path.Combine(folder, "all"), Path.Combine(folder, "train"));
        Save("test/dog/c.png", 9);
        using SourceData split = DataSource.Open(folder);
        Assert.Equal((3, 1), (split.Train.Count, split.Test!.Count));
        Assert.Equal(["dog"], split.Test.Labels.Single().Classes!);
        Assert.Equal([9f, 0], ReadAll(split.Test));
    }

    [Fact]
    public void TheLabelColumnIsDeclaredByNameIndexOrPlace()
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "t.csv");
        File.WriteAllText(path, "first,digit,second\n1,7,2\n3,8,4\n");
        foreach (string label in new[] { "digit", "1" })
        {
            using SourceData data = DataSource.Open(path, new SourceOptions { LabelColumn = label });
            Assert.Equal([1f, 2, 3, 4], ReadAll(data.Train));
            Assert.Equal(["7", "8"], data.Train.Labels.Single().Classes!);
        }
        using SourceData last = DataSource.Open(path + "?label=last");
        Assert.Equal([1f, 7, 3, 8], ReadAll(last.Train));
        using SourceData none = DataSource.Open(path);
        Assert.Equal(3, none.Train.OutputSize);
        Assert.Contains("first, digit, second", Assert.Throws<DataFormatException>(() => DataSource.Open(path + "?label=absent")).Message);
    }

    [Theory]
    [InlineData("?colour=red", "variable, layer, label, shape")]
    [InlineData("?shape=5by5", "28x28")]
    [InlineData("?shape=5x5", "5 x 5 x 1 = 25")]
    [InlineData("?transpose=maybe", "true or false")]
    [InlineData("?separator=x", "comma, semicolon")]
    [InlineData("?shape", "name=value")]
    [InlineData("?shape=1x3&shape=3x1", "once")]
    public void ParametersThatMakeNoSenseAreRefused(string parameters, string expected)
    {
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(Expected.File("npy_f8_big.npy") + parameters));
        Assert.Contains(expected, error.Expected);
    }

    [Fact]
    public void SplitsOfDifferentSizesAreNotOneDataSet()
    {
        string folder = TestFiles.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, "a_train.csv"), "1,2\n3,4\n");
        File.WriteAllText(Path.Combine(folder, "a_test.csv"), "1,2,3\n3,4,5\n");
        Assert.Contains("examples of 2 values", Assert.Throws<DataFormatException>(() => DataSource.Open(folder)).Message);
    }

    internal static float[] ReadAll(DenseDataset data)
    {
        float[] rows = new float[data.Count * data.OutputSize];
        data.ReadRows([.. Enumerable.Range(0, data.Count)], rows);
        return rows;
    }
}
