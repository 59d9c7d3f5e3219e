using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Sources;

/// <summary>An opened source with the splits that it publishes itself; splits it does not have are null. Owns its data sets.</summary>
public sealed class SourceData : IDisposable
{
    /// <summary>Collects the splits of a source, which must agree in shape and kind.</summary>
    /// <exception cref="DataFormatException">The splits differ in the number of values of an example.</exception>
    public SourceData(DenseDataset train, DenseDataset? validation = null, DenseDataset? test = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        Train = train;
        Validation = validation;
        Test = test;
        foreach (DenseDataset? other in new[] { validation, test })
        {
            if (other is not null && (other.OutputSize != train.OutputSize || (other.Kind == ValueKind.Token) != (train.Kind == ValueKind.Token)))
            {
                throw new DataFormatException(
                    other.Provenance.Source, "", $"examples of {train.OutputSize} values, as in {train.Provenance.Source}", $"{other.OutputSize} values", "The files are not splits of one data set: name one file");
            }
        }
    }

    /// <summary>The training examples, or all of them when the source has no split.</summary>
    public DenseDataset Train { get; }

    /// <summary>The source's own validation examples.</summary>
    public DenseDataset? Validation { get; }

    /// <summary>The source's own test examples.</summary>
    public DenseDataset? Test { get; }

    /// <summary>The matrices that a source of single cells holds, and what was seen of each; empty for other sources.</summary>
    public IReadOnlyList<MatrixLook> Matrices { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Validation?.Dispose();
        Test?.Dispose();
    }
}
