using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;

namespace Uncollapse.Data.Preparation;

/// <summary>All that a conditional model is told of an example: label columns and rows of second arrays, one behind the other.</summary>
public sealed class ConditionSet
{
    private ConditionSet(Condition[] parts)
    {
        Parts = parts;
        Size = parts.Sum(part => part.Size);
    }

    /// <summary>The columns, in the order of their numbers behind an example.</summary>
    public IReadOnlyList<Condition> Parts { get; }

    /// <summary>Numbers behind an example.</summary>
    public int Size { get; }

    /// <summary>Writes what is told of one example as the model sees it.</summary>
    /// <param name="codes">One code for each of <see cref="Parts"/>.</param>
    /// <param name="destination"><see cref="Size"/> numbers, overwritten.</param>
    public void Write(ReadOnlySpan<float> codes, Span<float> destination)
    {
        int at = 0;
        for (int part = 0; part < Parts.Count; part++)
        {
            Parts[part].Write(codes[part], destination.Slice(at, Parts[part].Size));
            at += Parts[part].Size;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Parts);

    /// <summary>Learns the columns of a plan; null for none.</summary>
    /// <exception cref="DataFormatException">A split lacks a column, or the column holds one value, or too many texts.</exception>
    internal static ConditionSet? Learn(IReadOnlyList<string> columns, SourceData source, DenseDataset train, DenseDataset validation, DenseDataset test) =>
        columns.Count == 0 ? null : new ConditionSet([.. columns.Select(column => !train.Labels.Any(label => label.Name == column) && ConditionArray.IsThere(column)
            ? Condition.OfArray(column, source, train)
            : Condition.Learn(column, train, validation, test))]);

    /// <summary>The codes of every example of a data set, those of one example side by side.</summary>
    /// <exception cref="DataFormatException">There is no such column, or it holds a value that the training examples do not have.</exception>
    internal float[] Of(DenseDataset data)
    {
        float[] codes = new float[data.Count * Parts.Count];
        for (int part = 0; part < Parts.Count; part++)
        {
            float[] column = Parts[part].Of(data);
            for (int n = 0; n < column.Length; n++)
                codes[(n * Parts.Count) + part] = column[n];
        }
        return codes;
    }
}
