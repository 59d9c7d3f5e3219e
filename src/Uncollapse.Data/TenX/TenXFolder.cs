using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Input;
using Uncollapse.Data.MatrixMarket;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.TenX;

/// <summary>
/// A Matrix Market file with the files of names beside it, as Cell Ranger writes them (genes.tsv before version 3, features.tsv since; gzipped or
/// not; perhaps with a prefix before every name). Which axis is cells is told by the numbers of names.
/// </summary>
internal static class TenXFolder
{
    private static readonly string[] GeneEndings = ["features.tsv", "genes.tsv"];

    /// <summary>The Matrix Market file of a folder; null where there is none.</summary>
    /// <exception cref="DataFormatException">There are several.</exception>
    public static string? FindMatrix(string folder)
    {
        string[] found = [.. Files(folder).Where(path => Bare(path).EndsWith(".mtx", StringComparison.OrdinalIgnoreCase))];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new DataFormatException(folder, "", "one matrix (.mtx)", $"{found.Length}: {string.Join(", ", found.Take(4).Select(Path.GetFileName))}", "Name the file instead of the folder");
    }

    /// <summary>Reads a matrix and its names.</summary>
    /// <param name="matrix">The Matrix Market file.</param>
    /// <param name="context">Options and notes of what was asked for: the file or its folder.</param>
    public static SourceData Open(string matrix, LoadContext context)
    {
        (int rows, int columns) = Sizes(matrix);
        string? barcodeFile = Beside(matrix, ["barcodes.tsv"]);
        string? geneFile = Beside(matrix, GeneEndings);
        string[]? barcodes = barcodeFile is null ? null : NameFile.Field(barcodeFile, NameFile.Read(barcodeFile), 0);
        List<string[]>? genes = geneFile is null ? null : NameFile.Read(geneFile);
        bool columnsAreCells = Orient(context, rows, columns, barcodes?.Length, genes?.Count);
        (int cellCount, int geneCount) = columnsAreCells ? (columns, rows) : (rows, columns);
        Require(barcodeFile, barcodes?.Length, cellCount, "barcodes");
        Require(geneFile, genes?.Count, geneCount, "genes");
        CompressedRows counts = MatrixMarketRows.Read(
            matrix, columnsAreCells, context.Options.Limits, columnsAreCells ? genes is not null : barcodes is not null, columnsAreCells ? barcodes is not null : genes is not null);
        int fields = genes?.Min(line => line.Length) ?? 0;
        string[]? ids = fields > 1 ? NameFile.Field(geneFile!, genes!, 0) : null;
        string[]? symbols = fields > 0 ? NameFile.Field(geneFile!, genes!, fields > 1 ? 1 : 0) : null;
        var table = new CountTable(counts, symbols, ids, barcodes);
        if (fields > 2)
            table = FeatureTypes.KeepGenes(table, NameFile.Field(geneFile!, genes!, 2), context);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{(columnsAreCells ? "columns" : "rows")} of {Path.GetFileName(matrix)} are cells: {cellCount} cells x {table.Matrix.Columns} genes, {table.Matrix.Look.Values}"));
        if (barcodes is null || genes is null)
            context.Note($"no {(barcodes is null ? "barcodes.tsv" : "")}{(barcodes is null && genes is null ? " or " : "")}{(genes is null ? "features.tsv" : "")} beside it");
        return new SourceData(new SparseDataset(context.Name, context.Provenance("10x mtx", new FileInfo(matrix).Length), [], table)) { Matrices = [table.Matrix.Look] };
    }

    private static (int Rows, int Columns) Sizes(string matrix)
    {
        using ByteReader reader = InputFile.Open(matrix);
        var market = new MatrixMarketReader(reader);
        return (market.Rows, market.Columns);
    }

    private static bool Orient(LoadContext context, int rows, int columns, int? barcodes, int? genes)
    {
        if (context.Options.Transpose is { } said)
            return said;
        bool byColumns = (barcodes ?? columns) == columns && (genes ?? rows) == rows;
        bool byRows = (barcodes ?? rows) == rows && (genes ?? columns) == columns;
        if (byColumns && byRows)
            context.Note("both axes could be cells: columns are taken, as Cell Ranger writes them (transpose=false says otherwise)");
        return byColumns || !byRows;
    }

    private static void Require(string? file, int? found, int expected, string what)
    {
        if (file is not null && found != expected)
            throw new DataFormatException(file, "", string.Create(CultureInfo.InvariantCulture, $"{expected} {what}, as the matrix has"), string.Create(CultureInfo.InvariantCulture, $"{found}"), "The files are not of one data set");
    }

    /// <summary>The file beside the matrix that has the same prefix and one of the endings.</summary>
    private static string? Beside(string matrix, string[] endings)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(matrix))!;
        string bare = Bare(matrix);
        int at = bare.LastIndexOf("matrix", StringComparison.OrdinalIgnoreCase);
        string prefix = at > 0 ? bare[..at] : "";
        foreach (string ending in endings)
        {
            foreach (string name in new[] { prefix + ending, $"{prefix}{ending}.gz", ending, $"{ending}.gz" })
            {
                string path = Path.Combine(folder, name);
                if (File.Exists(path))
                    return path;
            }
        }
        return null;
    }

    private static string Bare(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
    }

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Take(4096).Order(StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Refused(folder, cause);
        }
    }
}
