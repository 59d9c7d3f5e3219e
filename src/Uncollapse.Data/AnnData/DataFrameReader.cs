using Uncollapse.Data.Hdf5;

namespace Uncollapse.Data.AnnData;

/// <summary>
/// A table of AnnData (<c>obs</c>, <c>var</c>): a group of columns since anndata 0.7, a vector of records before. Categories lie with the column
/// (encoding 0.2.0), in <c>__categories</c> (0.1.0), or in <c>uns</c> (records).
/// </summary>
internal abstract class DataFrameReader
{
    private protected DataFrameReader(string[] names) => Names = names;

    /// <summary>The index: names of cells or genes.</summary>
    public string[] Names { get; }

    /// <summary>Opens a table of as many rows as a matrix has.</summary>
    /// <param name="table">The object; null where the file has none.</param>
    /// <param name="root">The file's root, for categories.</param>
    /// <param name="count">Rows.</param>
    /// <param name="what">What it is the table of, for errors.</param>
    public static DataFrameReader? Of(Hdf5Object? table, Hdf5Group root, int count, string what)
    {
        DataFrameReader? reader = table switch
        {
            Hdf5Group group => GroupFrameReader.Open(group),
            Hdf5Dataset records => RecordFrameReader.Open(records, root),
            _ => null,
        };
        if (reader is not null && reader.Names.Length != count)
            throw table!.Fail($"the names of {count} {what}, as the matrix has", $"{reader.Names.Length}");
        return reader;
    }

    /// <summary>A column of texts, whatever way they are stored; null where there is none of that name.</summary>
    public abstract string[]? Texts(string column);

    /// <summary>All columns as labels.</summary>
    public abstract void AddTo(ObservationColumns columns);
}
