using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Hdf5;

/// <summary>A matrix of an HDF5 file: dense, or compressed by rows or by columns.</summary>
internal abstract class StoredMatrix : IDisposable
{
    // A row is read into one array of floats.
    private const long MostColumns = 1 << 28;

    // What is looked at to tell counts from other numbers, before a matrix is chosen and read whole.
    private protected const int Sample = 1 << 22;

    private protected StoredMatrix(string name, long rows, long columns, Hdf5Object where)
    {
        if (rows is < 1 or > int.MaxValue || columns is < 1 or > MostColumns)
            throw where.Fail($"at least one example of at most {MostColumns} values", string.Create(CultureInfo.InvariantCulture, $"a matrix of {rows} x {columns}"));
        Name = name;
        Rows = (int)rows;
        Columns = (int)columns;
    }

    /// <summary>What it is called: <c>X</c>, <c>raw/X</c>, <c>layers/counts</c>.</summary>
    public string Name { get; }

    /// <summary>Examples.</summary>
    public int Rows { get; }

    /// <summary>Values of an example.</summary>
    public int Columns { get; }

    /// <summary>How it is stored, in a word.</summary>
    public abstract string Storage { get; }

    /// <summary>Wraps a matrix as AnnData stores it; null where the object is none.</summary>
    /// <exception cref="DataFormatException">It is one, but not sound.</exception>
    public static StoredMatrix? Of(Hdf5Object? stored, string name)
    {
        switch (stored)
        {
            case Hdf5Dataset { IsNumeric: true, Lengths.Count: 2 } dense:
                return new DenseMatrix(name, dense, isTransposed: false);
            case Hdf5Group group:
                string? encoding = group.TextAttribute("encoding-type") ?? group.TextAttribute("h5sparse_format");
                if (encoding is not ("csr_matrix" or "csc_matrix" or "csr" or "csc"))
                    break;
                if ((group.IntegerAttribute("shape") ?? group.IntegerAttribute("h5sparse_shape")) is not { Length: 2 } shape)
                    throw group.Fail("an attribute 'shape' of two whole numbers", "none");
                bool byRows = encoding.StartsWith("csr", StringComparison.Ordinal);
                return new CompressedMatrix(name, group, shape[0], shape[1], byRows);
            default:
                break;
        }
        stored?.Dispose();
        return null;
    }

    /// <summary>What its first values are.</summary>
    public abstract MatrixLook Look();

    /// <summary>Reads it whole.</summary>
    /// <param name="limits">What fits in memory.</param>
    public CompressedRows Load(StorageLimits limits)
    {
        using var builder = new CompressedRowsBuilder(Path, Columns, limits);
        Fill(builder, limits);
        return builder.Build(Name);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The file, for errors.</summary>
    private protected abstract string Path { get; }

    /// <summary>Gives all rows to a builder.</summary>
    private protected abstract void Fill(CompressedRowsBuilder builder, StorageLimits limits);
}
