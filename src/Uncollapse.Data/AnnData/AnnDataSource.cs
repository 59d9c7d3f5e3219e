using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.AnnData;

/// <summary>An .h5ad file as a data set: the matrix that holds counts, names of cells and genes, and what is told of cells as labels.</summary>
/// <remarks>Without a word from the user: X where it is counts, else raw/X, else the first layer that is (those whose name says so before others); where none
/// is, X as real numbers.</remarks>
internal static class AnnDataSource
{
    private static readonly string[] IdColumns = ["gene_ids", "gene_id", "ensembl_id", "ensembl", "id"];
    private static readonly string[] SymbolColumns = ["feature_name", "gene_symbols", "gene_symbol", "gene_name", "gene_names", "symbol"];

    /// <summary>Whether a file's root looks like AnnData.</summary>
    public static bool Is(Hdf5Group root)
    {
        string[] names = root.Names();
        return root.TextAttribute("encoding-type") == "anndata" || (names.Contains("obs") && names.Contains("var"));
    }

    /// <summary>Reads an open file.</summary>
    public static SourceData Open(Hdf5File file, LoadContext context)
    {
        Hdf5Group root = file.Root;
        List<(StoredMatrix Matrix, bool IsRaw)> matrices = Matrices(root);
        try
        {
            if (matrices.Count == 0)
                throw new DataFormatException(file.Path, "X", "a matrix in X, raw or layers", "none (X is null)", "Write the file with its matrix");
            (StoredMatrix chosen, bool isRaw, List<MatrixLook> looks) = Choose(file.Path, matrices, context);
            CountTable table = Load(root, chosen, isRaw, context, out ObservationColumns observations);
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{table.Matrix.Look} ({chosen.Storage}, {chosen.Rows} cells x {chosen.Columns} genes)"));
            if (!table.Matrix.Look.IsCounts)
                context.Note("no counts: real numbers");
            int place = looks.FindIndex(look => look.Name == chosen.Name);
            looks[place] = table.Matrix.Look;
            var dataset = new SparseDataset(context.Name, context.FileProvenance("h5ad"), observations.Columns, table);
            return new SourceData(dataset) { Matrices = looks };
        }
        finally
        {
            foreach ((StoredMatrix matrix, _) in matrices)
                matrix.Dispose();
        }
    }

    private static List<(StoredMatrix Matrix, bool IsRaw)> Matrices(Hdf5Group root)
    {
        var found = new List<(StoredMatrix, bool)>();
        if (StoredMatrix.Of(root.Open("X"), "X") is { } main)
            found.Add((main, false));
        if ((StoredMatrix.Of(root.Open("raw.X"), "raw/X") ?? StoredMatrix.Of(root.Open("raw/X"), "raw/X")) is { } raw)
            found.Add((raw, true));
        using Hdf5Group? layers = root.Group("layers");
        string[] names = layers?.Names() ?? [];
        foreach (string name in names.OrderByDescending(name => name.Contains("count", StringComparison.OrdinalIgnoreCase)))
        {
            if (StoredMatrix.Of(layers!.Open(name), $"layers/{name}") is { } layer)
                found.Add((layer, false));
        }
        return found;
    }

    private static (StoredMatrix Chosen, bool IsRaw, List<MatrixLook> Looks) Choose(string path, List<(StoredMatrix Matrix, bool IsRaw)> matrices, LoadContext context)
    {
        List<MatrixLook> looks = [.. matrices.Select(entry => entry.Matrix.Look())];
        int at;
        if (context.Options.Layer is { } asked)
        {
            string name = asked switch { "X" => "X", "raw" or "raw/X" or "raw.X" => "raw/X", _ => asked.StartsWith("layers/", StringComparison.Ordinal) ? asked : $"layers/{asked}" };
            at = looks.FindIndex(look => look.Name == name);
            if (at < 0)
                throw new DataFormatException(path, "data.counts.layer", string.Join(", ", looks.Select(look => look.Name)), $"'{asked}'");
        }
        else
        {
            at = Math.Max(0, looks.FindIndex(look => look.IsCounts));
            if (at > 0)
                context.Note($"{looks[0]}, so {looks[at].Name} is read");
        }
        return (matrices[at].Matrix, matrices[at].IsRaw, looks);
    }

    private static CountTable Load(Hdf5Group root, StoredMatrix chosen, bool isRaw, LoadContext context, out ObservationColumns observations)
    {
        using Hdf5Object? obs = root.Open("obs");
        using Hdf5Object? var = isRaw ? root.Open("raw.var") ?? root.Open("raw/var") : root.Open("var");
        var cells = DataFrameReader.Of(obs, root, chosen.Rows, "cells");
        var genes = DataFrameReader.Of(var, root, chosen.Columns, "genes");
        observations = new ObservationColumns(context.Note);
        cells?.AddTo(observations);
        string[]? names = genes?.Names;
        string[]? ids = First(genes, IdColumns);
        // Some archives index genes by Ensembl's identifiers, with symbols beside them.
        if (names is not null && GeneNames.AreIdentifiers(names) && First(genes, SymbolColumns) is { } symbols)
            (names, ids) = (symbols, names);
        return new CountTable(chosen.Load(context.Options.Limits), names, ids, cells?.Names);
    }

    private static string[]? First(DataFrameReader? frame, string[] columns) =>
        columns.Select(column => frame?.Texts(column)).FirstOrDefault(texts => texts is not null);
}
