using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Summaries;

/// <summary>What a label column holds.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Classes">Names of the classes; null for numbers.</param>
/// <param name="ClassCounts">Examples of each class; null for numbers.</param>
/// <param name="Minimum">Smallest value; null for classes.</param>
/// <param name="Maximum">Largest value; null for classes.</param>
public sealed record LabelSummary(string Name, IReadOnlyList<string>? Classes, IReadOnlyList<int>? ClassCounts, double? Minimum, double? Maximum)
{
    internal static LabelSummary Of(LabelColumn column)
    {
        if (column.Classes is null)
            return new LabelSummary(column.Name, null, null, column.Values.ToArray().Min(), column.Values.ToArray().Max());
        int[] counts = new int[column.Classes.Count];
        foreach (float value in column.Values)
            counts[(int)value]++;
        return new LabelSummary(column.Name, column.Classes, counts, null, null);
    }
}
