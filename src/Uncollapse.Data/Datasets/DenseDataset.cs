namespace Uncollapse.Data.Datasets;

/// <summary>Examples of a fixed number of values each, read in batches of rows in any order. Reading is safe from several threads.</summary>
public abstract class DenseDataset : Dataset
{
    private protected DenseDataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels, ExampleShape shape, ValueKind kind)
        : base(name, provenance, labels)
    {
        Shape = shape;
        Kind = kind;
    }

    /// <summary>The shape of one example.</summary>
    public ExampleShape Shape { get; }

    /// <summary>What the values are.</summary>
    public ValueKind Kind { get; }

    /// <summary>Numbers in one example.</summary>
    public int OutputSize => Shape.Size;

    /// <summary>Whether rows are read from a file when asked for; otherwise they lie in memory.</summary>
    public abstract bool IsStreamed { get; }

    /// <summary>The name of the data set that <see cref="SourceIndex"/> counts in; the same for all its subsets.</summary>
    public virtual string Origin => Name;

    /// <summary>The position of an example in the data set it was read from, whatever subset it is met in.</summary>
    public virtual int SourceIndex(int index) => index;

    /// <summary>
    /// Reads rows as the source holds them (bytes as 0 to 255, nothing scaled): row <c>indices[i]</c> goes to
    /// <c>destination[i * OutputSize ..]</c>. Allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the data set.</exception>
    /// <exception cref="DataFormatException">A streamed file cannot be read any more, or holds a value that is not finite.</exception>
    public void ReadRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize;
        if (destination.Length < (long)indices.Length * size)
            throw new ArgumentException($"{indices.Length} rows of {size} values need {(long)indices.Length * size} places, there are {destination.Length}.", nameof(destination));
        int count = Count;
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"The data set '{Name}' has {count} examples.");
        }
        ReadCheckedRows(indices, destination[..(indices.Length * size)]);
    }

    /// <summary>A view of some of the examples, in the order given; labels come along.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the data set.</exception>
    public DenseDataset Subset(string name, int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        foreach (int index in indices)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(indices));
        return SubsetOf(name, indices);
    }

    /// <summary>Reads rows whose indices and places have been checked.</summary>
    private protected abstract void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination);

    /// <summary>A view of examples whose indices have been checked.</summary>
    private protected virtual DenseDataset SubsetOf(string name, int[] indices) => new SubsetDataset(name, this, indices);

    /// <summary>Lets wrappers of this assembly reach the unchecked read of another data set.</summary>
    private protected static void ReadFrom(DenseDataset source, ReadOnlySpan<int> indices, Span<float> destination) =>
        source.ReadCheckedRows(indices, destination);
}
