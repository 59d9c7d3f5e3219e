using Uncollapse.Data.AnnData;
using Uncollapse.Data.Hdf5;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Counts;

public sealed class H5adWriterTests
{
    private const string Compare = """
        import sys, h5py, anndata, numpy as np
        def walk(f):
            found = {}
            def add(name, o):
                attributes = {k: str(v) for k, v in o.attrs.items() if 'reference' not in str(v)}
                found[name] = (attributes, o.dtype, o.shape, o[()]) if isinstance(o, h5py.Dataset) else (attributes, None, None, None)
            f.visititems(add)
            return found
        def same(a, b):
            return a[:3] == b[:3] and (a[3] is None or a[0].get('encoding-type') == 'x' or np.array_equal(np.asarray(a[3]), np.asarray(b[3])) or np.asarray(a[3]).tobytes() == np.asarray(b[3]).tobytes()
                or str(a[3]) == str(b[3]))
        one, two, name, cells, units = sys.argv[1:6]
        with h5py.File(one) as a, h5py.File(two) as b:
            left, right = walk(a), walk(b)
        new = right.pop('obsm/' + name)
        if 'obsm' not in left: right.pop('obsm')
        assert left.keys() == right.keys(), left.keys() ^ right.keys()
        for key in left: assert same(left[key], right[key]), key
        x, y = anndata.read_h5ad(one), anndata.read_h5ad(two)
        z = y.obsm[name]
        assert z.shape == (int(cells), int(units)) and z.dtype == np.float32, (z.shape, z.dtype)
        assert np.array_equal(z, np.arange(z.size, dtype=np.float32).reshape(z.shape) / 8)
        assert x.obs.equals(y.obs) and x.var.equals(y.var) and (x.X is None or (x.X != y.X).sum() == 0)
        """;

    [AnndataTheory("h5ad-variants", "pbmc68k-reduced", "pbmc3k")]
    [InlineData("h5ad-variants/gzip.h5ad", 300)]
    [InlineData("h5ad-variants/lzf.h5ad", 300)]
    [InlineData("h5ad-variants/dense.h5ad", 300)]
    [InlineData("h5ad-variants/anndata_v0.7.8_random.h5ad", 30)]
    [InlineData("h5ad-variants/anndata_v0.11.4_nullX.h5ad", 10)]
    [InlineData("h5ad-variants/pbmc_5k_protein_v3_200cells.h5ad", 200)]
    [InlineData("pbmc68k-reduced/10x_pbmc68k_reduced.h5ad", 700)]
    [InlineData("pbmc3k/derived_pbmc3k.h5ad", 2700)]
    public void Anndata_opens_what_is_written_and_finds_all_else_unchanged(string file, int cells)
    {
        string target = Path.Combine(TestFiles.TemporaryFolder(), "with.h5ad");
        H5adWriter.WriteEmbedding(SharedData.Path(file), target, H5adWriter.CustomaryName, Code(cells, 3), 3);
        Assert.Equal("", Anndata.Run(Compare, SharedData.Path(file), target, H5adWriter.CustomaryName, $"{cells}", "3"));
    }

    [Theory]
    [InlineData("csc.h5ad")]
    [InlineData("unordered.h5ad")]
    public void What_is_written_reads_back_and_all_else_is_what_it_was(string name)
    {
        string source = TestFiles.Golden($"counts/{name}"), folder = TestFiles.TemporaryFolder(), target = Path.Combine(folder, "with.h5ad");
        H5adWriter.WriteEmbedding(source, target, "X_uncollapse", Code(12, 2), 2);
        Assert.Equal([target], Directory.EnumerateFiles(folder));
        using (Hdf5File before = Hdf5File.Open(source), after = Hdf5File.Open(target))
        {
            using Hdf5Dataset written = after.Root.Dataset("obsm/X_uncollapse")!;
            float[] values = new float[24];
            written.Read(0, 12, 0, 2, values.AsSpan());
            Assert.Equal(Code(12, 2), values);
            Assert.Equal("array", written.TextAttribute("encoding-type"));
            Assert.Equal([.. before.Root.Names(), "obsm"], after.Root.Names().OrderBy(member => member == "obsm").ThenBy(member => member, StringComparer.Ordinal));
            RequireSame(before.Root, after.Root);
        }
        // Again over it: only where that is allowed.
        var error = Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(target, target, "X_uncollapse", Code(12, 2), 2));
        Assert.Contains("obsm/X_uncollapse", error.Message, StringComparison.Ordinal);
        H5adWriter.WriteEmbedding(target, target, "X_uncollapse", Code(12, 1), 1, replace: true);
        using var again = Hdf5File.Open(target);
        using Hdf5Dataset narrower = again.Root.Dataset("obsm/X_uncollapse")!;
        Assert.Equal([12, 1], narrower.Lengths);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_and_leaves_nothing()
    {
        string source = TestFiles.Golden("counts/csc.h5ad"), folder = TestFiles.TemporaryFolder(), target = Path.Combine(folder, "with.h5ad");
        Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(source, target, "X_uncollapse", Code(11, 3), 3));
        Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(TestFiles.Golden("counts/cells.loom"), target, "X_uncollapse", Code(12, 2), 2));
        Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(source, Path.Combine(folder, "none", "a.h5ad"), "X_uncollapse", Code(12, 2), 2));
        Assert.Throws<ArgumentException>(() => H5adWriter.WriteEmbedding(source, target, "a/b", Code(12, 2), 2));
        Assert.Throws<ArgumentException>(() => H5adWriter.WriteEmbedding(source, target, "a", Code(12, 2), 5));
        Assert.Empty(Directory.EnumerateFiles(folder));
        File.WriteAllText(target, "precious");
        Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(source, target, "X_uncollapse", Code(12, 2), 2));
        Assert.Equal("precious", File.ReadAllText(target));
    }

    [SharedDataFact("pbmc68k-reduced")]
    public void Embeddings_as_records_are_refused_with_what_to_do()
    {
        var error = Assert.Throws<DataFormatException>(() => H5adWriter.WriteEmbedding(
            SharedData.Path("pbmc68k-reduced/10x_pbmc68k_reduced_legacy.h5ad"), Path.Combine(TestFiles.TemporaryFolder(), "a.h5ad"), "X_uncollapse", Code(700, 3), 3));
        Assert.Contains("anndata.read_h5ad(...).write(...)", error.Message, StringComparison.Ordinal);
    }

    private static float[] Code(int cells, int units) => [.. Enumerable.Range(0, cells * units).Select(i => i / 8f)];

    private static void RequireSame(Hdf5Group before, Hdf5Group after)
    {
        foreach (string name in before.Names())
        {
            using Hdf5Object? left = before.Open(name), right = after.Open(name);
            if (left is Hdf5Group group)
            {
                RequireSame(group, (Hdf5Group)right!);
                continue;
            }
            var one = (Hdf5Dataset)left!;
            var two = (Hdf5Dataset)right!;
            Assert.Equal((one.Class, one.ElementBytes, one.StoredBytes), (two.Class, two.ElementBytes, two.StoredBytes));
            if (one.IsNumeric)
                Assert.Equal(one.ReadAll<double>(), two.ReadAll<double>());
            else
                Assert.Equal(one.ReadStrings(), two.ReadStrings());
        }
    }
}
