using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Hdf5;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.TenX;

/// <summary>Cell Ranger's HDF5: a group <c>matrix</c> with <c>features</c> (version 3), or a group for each genome (version 2). The matrix is stored by cells.</summary>
internal static class TenXHdf5
{
    private static readonly string[] Parts = ["barcodes", "data", "indices", "indptr", "shape"];

    /// <summary>The groups that hold a matrix; none where the file is of another kind.</summary>
    public static string[] Groups(Hdf5Group root) => [.. root.Names().Where(name => IsMatrix(root, name))];

    /// <summary>Reads an open file.</summary>
    public static SourceData Open(Hdf5File file, string[] groups, LoadContext context)
    {
        string name = context.Options.Variable ?? (groups.Length == 1
            ? groups[0]
            : throw new DataFormatException(file.Path, "", "one genome, or one that is named", $"{groups.Length}: {string.Join(", ", groups)}", "Name it: data.variable (--variable), or ?variable= behind the path"));
        if (!groups.Contains(name))
            throw new DataFormatException(file.Path, "data.variable", string.Join(", ", groups), $"'{name}'");
        Hdf5Group group = file.Root.Group(name)!;
        using Hdf5Dataset shapes = group.Required("shape");
        long[] shape = shapes.ReadAll<long>();
        if (shape.Length != 2)
            throw shapes.Fail("two lengths", $"{shape.Length}");
        // Genes come first in the shape; columns of their matrix are cells, which is the matrix of cells by rows.
        using var matrix = new CompressedMatrix(name, group, shape[1], shape[0], byRows: true);
        bool isOld = group.Dataset("genes") is { } old;
        string[] ids = Names(group, isOld ? "genes" : "features/id", matrix.Columns);
        string[] symbols = Names(group, isOld ? "gene_names" : "features/name", matrix.Columns);
        string[] barcodes = Names(group, "barcodes", matrix.Rows);
        using Hdf5Dataset? types = isOld ? null : group.Dataset("features/feature_type");
        var table = new CountTable(matrix.Load(context.Options.Limits), symbols, ids, barcodes);
        if (types is not null)
            table = FeatureTypes.KeepGenes(table, types.ReadStrings(), context);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{(isOld ? $"genome {name}" : "Cell Ranger 3")}: {table.Matrix.Count} cells x {table.Matrix.Columns} genes, {table.Matrix.Look.Values}"));
        return new SourceData(new SparseDataset(context.Name, context.FileProvenance("10x h5"), [], table)) { Matrices = [table.Matrix.Look] };
    }

    private static bool IsMatrix(Hdf5Group root, string name)
    {
        using Hdf5Group? group = root.Group(name);
        if (group is null)
            return false;
        string[] names = group.Names();
        return Array.TrueForAll(Parts, names.Contains) && (names.Contains("genes") || names.Contains("features"));
    }

    private static string[] Names(Hdf5Group group, string member, int count)
    {
        using Hdf5Dataset dataset = group.Required(member);
        string[] names = dataset.ReadStrings();
        return names.Length == count ? names : throw dataset.Fail($"{count} names, as the matrix has", $"{names.Length}");
    }
}
