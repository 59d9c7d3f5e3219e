using System.Text.Json.Nodes;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

/// <summary>Files of counts that other programs wrote, against what h5py, anndata and scipy read of them.</summary>
public sealed class RealCountTests
{
    public static TheoryData<string> Archives => [.. CountGolden.All["h5ad"]!.AsObject().Select(pair => pair.Key)];

    public static TheoryData<string, string> Groups
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach ((string file, JsonNode? groups) in CountGolden.All["tenx"]!.AsObject())
            {
                foreach ((string group, _) in groups!.AsObject())
                    all.Add(file, group);
            }
            return all;
        }
    }

    public static TheoryData<string> Folders => [.. CountGolden.All["mtx"]!.AsObject().Select(pair => pair.Key)];

    // A folder with one file is that file: of pictures nothing is said.
    [SharedDataTheory("pbmc3k", "digits")]
    [InlineData("pbmc3k", true)]
    [InlineData("pbmc3k/derived_pbmc3k.h5ad", true)]
    [InlineData("pbmc3k/filtered_gene_bc_matrices/hg19", true)]
    [InlineData("digits", null)]
    public void A_folder_with_one_file_of_counts_holds_counts(string source, bool? genes) => Assert.Equal(genes, DataSource.HoldsCounts(SharedData.Path(source)));

    [SharedDataTheory("h5ad-variants", "pbmc68k-reduced", "pbmc3k")]
    [MemberData(nameof(Archives))]
    public void An_h5ad_reads_as_anndata_reads_it(string file)
    {
        if (CountGolden.All["h5ad"]![file] is not { } expected)
        {
            var error = Assert.Throws<DataFormatException>(() => DataSource.Open(SharedData.Path(file)));
            Assert.Contains("X is null", error.Message, StringComparison.Ordinal);
            return;
        }
        using SourceData source = DataSource.Open(SharedData.Path(file));
        var data = Assert.IsType<SparseDataset>(source.Train);
        Assert.Equal((string)expected["matrix"]!, data.Look.Name);
        Assert.Equal((bool)expected["counts"]! ? ValueKind.Count : ValueKind.Real, data.Kind);
        CountGolden.RequireMatrix(expected, data);
        CountGolden.RequireNames(expected, data);
        CountGolden.RequireLabels(expected["labels"]!.AsObject(), data.Labels);
        Assert.Equal(
            expected["matrices"]!.AsObject().Select(pair => (pair.Key, (bool)pair.Value!)).Order(), source.Matrices.Select(look => (look.Name, look.IsCounts)).Order());
    }

    [SharedDataTheory("h5ad-variants", "tenx-formats")]
    [MemberData(nameof(Groups))]
    public void A_10x_h5_reads_as_h5py_reads_it(string file, string group)
    {
        bool isOne = CountGolden.All["tenx"]![file]!.AsObject().Count == 1;
        using SourceData source = DataSource.Open(SharedData.Path(file), new SourceOptions { Variable = isOne ? null : group });
        var data = Assert.IsType<SparseDataset>(source.Train);
        JsonNode expected = CountGolden.All["tenx"]![file]![group]!;
        CountGolden.RequireMatrix(expected, data);
        CountGolden.RequireNames(expected, data);
        Assert.Equal(ValueKind.Count, data.Kind);
    }

    [SharedDataTheory("tenx-formats", "pbmc3k")]
    [MemberData(nameof(Folders))]
    public void A_10x_folder_reads_as_scipy_reads_it(string folder)
    {
        JsonNode expected = CountGolden.All["mtx"]![folder]!;
        foreach (string path in new[] { folder, $"{folder}/{Path.GetFileName(Directory.EnumerateFiles(SharedData.Path(folder), "matrix.mtx*").Single())}" })
        {
            using SourceData source = DataSource.Open(SharedData.Path(path));
            var data = Assert.IsType<SparseDataset>(source.Train);
            CountGolden.RequireMatrix(expected, data);
            CountGolden.RequireNames(expected, data);
            Assert.Contains(data.Provenance.Notes, note => note.StartsWith("columns of matrix.mtx", StringComparison.Ordinal) && note.Contains("are cells", StringComparison.Ordinal));
        }
    }

    [SharedDataFact("tenx-formats")]
    public void Several_genomes_are_told_apart_and_one_below_is_found()
    {
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(SharedData.Path("tenx-formats/v1.2.0/multiple_genomes.h5")));
        Assert.Contains("another_genome, hg19_chr21", error.Message, StringComparison.Ordinal);
        using SourceData named = DataSource.Open(SharedData.Path("tenx-formats/v1.2.0/multiple_genomes.h5") + "?variable=another_genome");
        Assert.Equal(ValueKind.Count, named.Train.Kind);
        using SourceData below = DataSource.Open(SharedData.Path("tenx-formats/v1.2.0/filtered_gene_bc_matrices"));
        Assert.Contains("from its folder hg19_chr21", below.Train.Provenance.Notes);
    }

    [SharedDataFact("tenx-formats")]
    public void Two_ways_to_write_one_experiment_read_alike()
    {
        foreach ((string h5, string mtx) in new[] { ("v1.2.0/filtered_gene_bc_matrices_h5.h5", "v1.2.0/filtered_gene_bc_matrices/hg19_chr21"), ("v3.0.0/filtered_feature_bc_matrix.h5", "v3.0.0/filtered_feature_bc_matrix") })
        {
            using SourceData one = DataSource.Open(SharedData.Path($"tenx-formats/{h5}")), other = DataSource.Open(SharedData.Path($"tenx-formats/{mtx}"));
            var left = (SparseDataset)one.Train;
            var right = (SparseDataset)other.Train;
            Assert.Equal(left.ColumnNames, right.ColumnNames);
            Assert.Equal(left.ColumnIds, right.ColumnIds);
            int[] all = [.. Enumerable.Range(0, left.Count)];
            Assert.Equal(all.Select(left.RowName), all.Select(right.RowName));
            float[] a = new float[left.Count * left.OutputSize], b = new float[left.Count * left.OutputSize];
            left.ReadRows(all, a);
            right.ReadRows(all, b);
            Assert.Equal(a, b);
        }
    }

    [SharedDataFact("20newsgroups-bow")]
    public void A_bag_of_words_has_its_splits_its_words_and_its_topics()
    {
        JsonNode expected = CountGolden.All["bag"]!;
        using SourceData source = DataSource.Open(SharedData.Path("20newsgroups-bow"));
        Assert.Null(source.Validation);
        foreach ((string split, DenseDataset? part) in new[] { ("train", source.Train), ("test", source.Test) })
        {
            var data = Assert.IsType<SparseDataset>(part);
            CountGolden.RequireMatrix(expected[split]!, data);
            Assert.Equal((uint)expected["genes"]!, CountGolden.Names(data.ColumnNames!));
            CountGolden.RequireLabels(expected[split]!["labels"]!.AsObject(), data.Labels);
        }
    }

    [SharedDataFact("h5ad-variants")]
    public void A_plain_array_of_hdf5_is_a_matrix_of_numbers()
    {
        JsonNode expected = CountGolden.All["latest"]!;
        using SourceData source = DataSource.Open(SharedData.Path("h5ad-variants/latest.h5"));
        Assert.Equal(((int)expected["rows"]!, (int)expected["columns"]!, ValueKind.Real), (source.Train.Count, source.Train.OutputSize, source.Train.Kind));
        float[] values = new float[source.Train.Count * source.Train.OutputSize];
        source.Train.ReadRows([.. Enumerable.Range(0, source.Train.Count)], values);
        Assert.Equal((uint)expected["crc"]!, Uncollapse.Data.Compression.Crc32.Update(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())));
    }

    [SharedDataFact("h5ad-variants")]
    public void A_layer_is_read_by_name()
    {
        using SourceData layer = DataSource.Open(SharedData.Path("h5ad-variants/anndata_v0.7.8_random.h5ad") + "?layer=array");
        Assert.Equal((ValueKind.Real, "layers/array"), (layer.Train.Kind, ((SparseDataset)layer.Train).Look.Name));
        using SourceData raw = DataSource.Open(SharedData.Path("h5ad-variants/anndata_v0.7.8_random.h5ad"), new SourceOptions { Layer = "raw" });
        Assert.Equal((40, ValueKind.Count), (raw.Train.OutputSize, raw.Train.Kind));
        var error = Assert.Throws<DataFormatException>(() => DataSource.Open(SharedData.Path("h5ad-variants/plain.h5ad") + "?layer=spliced"));
        Assert.Contains("X, layers/counts", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => DataSource.Open(SharedData.Path("20newsgroups-bow"), new SourceOptions { Layer = "X" }));
    }
}
