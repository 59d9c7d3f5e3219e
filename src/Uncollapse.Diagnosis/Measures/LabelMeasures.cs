using Uncollapse.Data.Datasets;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>The rate and the information of each label's examples. Whether the code tells labels apart is another question, which a probe answers.</summary>
public static class LabelMeasures
{
    // More classes than these are names of single examples, or a table that nobody reads.
    private const int MostClasses = 100;

    /// <summary>Measures every class that has examples, in the columns' and the classes' order.</summary>
    /// <param name="columns">Label columns of the split; those of numbers, or of one class or more than 100, are passed over.</param>
    /// <param name="drawn">Positions in the split of the measured examples.</param>
    /// <param name="rate">The rate of each measured example, nats.</param>
    /// <param name="information">The information of each measured example, nats.</param>
    public static IReadOnlyList<LabelDiagnosis> Measure(IReadOnlyList<LabelColumn> columns, ReadOnlySpan<int> drawn, ReadOnlySpan<double> rate, ReadOnlySpan<double> information)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var result = new List<LabelDiagnosis>();
        foreach (LabelColumn column in columns)
        {
            if (column.Classes is not { Count: >= 2 and <= MostClasses } classes) continue;
            int[] counts = new int[classes.Count];
            double[] rates = new double[classes.Count], informations = new double[classes.Count];
            for (int i = 0; i < drawn.Length; i++)
            {
                int label = (int)column.Values[drawn[i]];
                counts[label]++;
                rates[label] += rate[i];
                informations[label] += information[i];
            }

            for (int label = 0; label < counts.Length; label++)
            {
                if (counts[label] > 0) result.Add(new LabelDiagnosis(column.Name, classes[label], counts[label], rates[label] / counts[label], informations[label] / counts[label]));
            }
        }

        return result;
    }
}
