using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Counts;

/// <summary>
/// Examples of which most values are 0 (counts of genes in cells, of words in documents), held by the others. It is read densely like any
/// data set, or by its entries.
/// </summary>
public sealed class SparseDataset : DenseDataset
{
    private readonly CountTable table;
    private readonly int[]? rows;
    private readonly string origin;
    private readonly bool isOwner;

    internal SparseDataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, CountTable table)
        : this(name, provenance, labels, table, null, name, isOwner: true)
    {
    }

    private SparseDataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, CountTable table, int[]? rows, string origin, bool isOwner)
        : base(name, provenance, labels, ExampleShape.Vector(table.Matrix.Columns), table.Matrix.Look.IsCounts ? ValueKind.Count : ValueKind.Real)
    {
        this.table = table;
        this.rows = rows;
        this.origin = origin;
        this.isOwner = isOwner;
    }

    /// <inheritdoc/>
    public override int Count => rows?.Length ?? table.Matrix.Count;

    /// <inheritdoc/>
    public override bool IsStreamed => table.Matrix.IsStreamed;

    /// <inheritdoc/>
    public override string Origin => origin;

    /// <summary>What the values of the whole matrix are.</summary>
    public MatrixLook Look => table.Matrix.Look;

    /// <summary>Names of the outputs (symbols of genes, words); null where the source does not say.</summary>
    public IReadOnlyList<string>? ColumnNames => table.ColumnNames;

    /// <summary>Identifiers of the outputs beside their names (Ensembl's, for genes); null where the source has none.</summary>
    public IReadOnlyList<string>? ColumnIds => table.ColumnIds;

    /// <summary>Whether examples have names.</summary>
    public bool HasRowNames => table.RowNames is not null;

    /// <summary>Bytes of memory that the whole matrix takes, names left out.</summary>
    public long MemoryBytes => table.Matrix.MemoryBytes;

    /// <summary>The table of which this is a part.</summary>
    internal CountTable Table => table;

    /// <inheritdoc/>
    public override int SourceIndex(int index) => rows is null ? index : rows[index];

    /// <summary>An example's name: a cell's barcode, or its place in the source where that has no names.</summary>
    public string RowName(int index) => table.RowNames?[SourceIndex(index)] ?? SourceIndex(index).ToString(CultureInfo.InvariantCulture);

    /// <summary>Values of an example that are not 0.</summary>
    public int NonZeros(int index) => table.Matrix.Length(SourceIndex(index));

    /// <summary>Values of examples that are not 0, together.</summary>
    public int NonZeros(ReadOnlySpan<int> indices)
    {
        int sum = 0;
        foreach (int index in indices)
            sum = checked(sum + NonZeros(index));
        return sum;
    }

    /// <summary>Reads the entries of examples as compressed rows. Allocates nothing.</summary>
    /// <param name="indices">The examples.</param>
    /// <param name="starts">Receives where each example's entries begin, and behind the last their number: <c>indices.Length + 1</c> places.</param>
    /// <param name="columns">Receives the outputs that are not 0, increasing in each example.</param>
    /// <param name="values">Receives their values.</param>
    /// <returns>The number of entries.</returns>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    /// <exception cref="DataFormatException">A streamed file cannot be read any more.</exception>
    public int ReadEntries(ReadOnlySpan<int> indices, Span<int> starts, Span<int> columns, Span<float> values)
    {
        int total = NonZeros(indices);
        if (starts.Length <= indices.Length || columns.Length < total || values.Length < total)
            throw new ArgumentException($"{indices.Length} examples of {total} entries need {indices.Length + 1} starts and {total} columns and values.", nameof(starts));
        int at = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            starts[i] = at;
            int row = SourceIndex(indices[i]), length = table.Matrix.Length(row);
            table.Matrix.Copy(row, columns.Slice(at, length), values.Slice(at, length));
            at += length;
        }
        starts[indices.Length] = at;
        return at;
    }

    /// <summary>The same examples of another table with the same rows.</summary>
    internal SparseDataset With(CountTable other) => new(Name, Provenance, Labels, other, rows, origin, isOwner: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && isOwner)
            table.Matrix.Dispose();
        base.Dispose(disposing);
    }

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize;
        for (int i = 0; i < indices.Length; i++)
            table.Matrix.Scatter(SourceIndex(indices[i]), destination.Slice(i * size, size));
    }

    private protected override DenseDataset SubsetOf(string name, int[] indices) => new SparseDataset(
        name, Provenance, [.. Labels.Select(column => column.Select(indices))], table, rows is null ? indices : Array.ConvertAll(indices, index => rows[index]), origin, isOwner: false);
}
