using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Counts;

/// <summary>A matrix with what its rows and columns are called: what the readers of count formats make.</summary>
/// <param name="Matrix">Rows are examples (cells, documents), columns genes or words.</param>
/// <param name="ColumnNames">Symbols of genes, or words; null where the source does not say.</param>
/// <param name="ColumnIds">Identifiers of genes (Ensembl) beside the symbols; null where there are none.</param>
/// <param name="RowNames">Barcodes; null where the source does not say.</param>
internal sealed record CountTable(CompressedRows Matrix, IReadOnlyList<string>? ColumnNames, IReadOnlyList<string>? ColumnIds, IReadOnlyList<string>? RowNames)
{
    /// <summary>The table with some of the columns.</summary>
    /// <param name="keep">The columns, increasing.</param>
    /// <param name="path">The source's name, for errors.</param>
    /// <param name="limits">What fits in memory.</param>
    public CountTable Select(int[] keep, string path, StorageLimits limits) => new(
        Matrix.Select(keep, path, limits),
        ColumnNames is null ? null : [.. keep.Select(column => ColumnNames[column])],
        ColumnIds is null ? null : [.. keep.Select(column => ColumnIds[column])],
        RowNames);
}
