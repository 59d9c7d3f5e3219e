namespace Uncollapse.Data.Datasets;

/// <summary>
/// Examples with a name, labels and an origin. What one example is (numbers, text, counts) is said by the kind of data set below it:
/// <see cref="DenseDataset"/> is the one for numbers of a fixed shape.
/// </summary>
public abstract class Dataset : IDisposable
{
    private protected Dataset(string name, DataProvenance provenance, IReadOnlyList<LabelColumn> labels)
    {
        Name = name;
        Provenance = provenance;
        Labels = labels;
    }

    /// <summary>A short name: the file or the built-in name, with the split.</summary>
    public string Name { get; }

    /// <summary>Where the examples come from.</summary>
    public DataProvenance Provenance { get; }

    /// <summary>Label columns, each with one value an example; empty when there are none.</summary>
    public IReadOnlyList<LabelColumn> Labels { get; }

    /// <summary>Number of examples.</summary>
    public abstract int Count { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases files.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
