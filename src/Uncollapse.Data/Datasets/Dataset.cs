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
    public DataProvenance Provenance { get; private set; }

    /// <summary>Label columns, each with one value an example; empty when there are none.</summary>
    public IReadOnlyList<LabelColumn> Labels { get; private set; }

    /// <summary>Number of examples.</summary>
    public abstract int Count { get; }

    /// <summary>Adds labels from elsewhere, while a source is opened and before anything is made of it; those of a name that there is already take its place.</summary>
    internal void Join(IReadOnlyList<LabelColumn> columns, IReadOnlyList<string> notes)
    {
        Labels = [.. Labels.Where(own => !columns.Any(column => column.Name == own.Name)), .. columns];
        Provenance = Provenance with { Notes = [.. Provenance.Notes, .. notes] };
    }

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
