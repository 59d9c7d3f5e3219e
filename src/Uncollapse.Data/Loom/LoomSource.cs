using System.Globalization;
using Uncollapse.Data.AnnData;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.Loom;

/// <summary>A loom file: a dense matrix of genes by cells, with attributes of genes (<c>row_attrs</c>) and of cells (<c>col_attrs</c>).</summary>
internal static class LoomSource
{
    private static readonly string[] GeneAttributes = ["Gene", "gene_names", "Genes", "var_names"];
    private static readonly string[] IdAttributes = ["Accession", "gene_ids", "ensembl_id"];
    private static readonly string[] CellAttributes = ["CellID", "cell_names", "obs_names", "barcode", "Barcode"];

    /// <summary>Whether a file's root looks like loom.</summary>
    public static bool Is(Hdf5Group root)
    {
        string[] names = root.Names();
        return names.Contains("matrix") && names.Contains("row_attrs") && names.Contains("col_attrs");
    }

    /// <summary>Reads an open file.</summary>
    public static SourceData Open(Hdf5File file, LoadContext context)
    {
        Hdf5Group root = file.Root;
        string layer = context.Options.Layer is null or "X" ? "matrix" : $"layers/{context.Options.Layer}";
        Hdf5Dataset stored = root.Dataset(layer) ?? throw new DataFormatException(file.Path, "data.counts.layer", $"X{Layers(root)}", $"'{context.Options.Layer}'");
        if (stored.Lengths.Count != 2 || !stored.IsNumeric)
            throw stored.Fail("a matrix of numbers", stored.Shape());
        using var matrix = new DenseMatrix(layer, stored, isTransposed: true);
        using Hdf5Group genes = root.Group("row_attrs") ?? throw root.Fail("a group row_attrs", "none");
        using Hdf5Group cells = root.Group("col_attrs") ?? throw root.Fail("a group col_attrs", "none");
        var observations = new ObservationColumns(context.Note);
        foreach (string name in cells.Names().Except(CellAttributes, StringComparer.Ordinal))
            Add(observations, cells, name, matrix.Rows);
        var table = new CountTable(
            matrix.Load(context.Options.Limits), First(genes, GeneAttributes, matrix.Columns), First(genes, IdAttributes, matrix.Columns), First(cells, CellAttributes, matrix.Rows));
        context.Note(string.Create(CultureInfo.InvariantCulture, $"loom, whose columns are cells: {matrix.Rows} cells x {matrix.Columns} genes, {table.Matrix.Look.Values}"));
        return new SourceData(new SparseDataset(context.Name, context.FileProvenance("loom"), observations.Columns, table)) { Matrices = [table.Matrix.Look] };
    }

    private static string Layers(Hdf5Group root)
    {
        using Hdf5Group? layers = root.Group("layers");
        return string.Concat((layers?.Names() ?? []).Select(name => $", {name}"));
    }

    private static string[]? First(Hdf5Group group, string[] names, int count)
    {
        foreach (string name in names)
        {
            using Hdf5Dataset? dataset = group.Dataset(name);
            if (dataset is not { Class: Hdf5Class.String, Lengths.Count: 1 })
                continue;
            string[] texts = dataset.ReadStrings();
            return texts.Length == count ? texts : throw dataset.Fail($"{count} names, as the matrix has", $"{texts.Length}");
        }
        return null;
    }

    private static void Add(ObservationColumns observations, Hdf5Group cells, string name, int count)
    {
        using Hdf5Dataset? dataset = cells.Dataset(name);
        if (dataset is not { Lengths.Count: 1 } || dataset.Count != count)
            return;
        if (dataset.Class == Hdf5Class.String)
            observations.AddTexts(name, dataset.ReadStrings());
        else if (dataset.IsNumeric)
            observations.AddNumbers(name, dataset.ReadAll<double>());
    }
}
