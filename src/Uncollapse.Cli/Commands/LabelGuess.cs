using System.Globalization;
using Uncollapse.Data.Datasets;

namespace Uncollapse.Cli.Commands;

/// <summary>Whether an outer column of a table looks like a label that was read as a value.</summary>
internal static class LabelGuess
{
    private const int MostClasses = 100;
    private const int FewestAClass = 3;

    // A class may be this many times rarer than its even share; the rare values of a pixel are rarer.
    private const int Rarer = 10;
    private const int Block = 1024;

    /// <summary>A sentence on the last column or the first, or null where neither looks like a label.</summary>
    /// <remarks>A column of classes holds 0 to K - 1, or 1 to K, each often enough; a table whose columns are all so is data of another kind.</remarks>
    internal static string? Of(DenseDataset table)
    {
        if (table.Shape.IsImage || table.OutputSize < 2) return null;
        int[]?[] counts = Counts(table);
        int alike = Enumerable.Range(0, table.OutputSize).Count(column => IsLabel(counts[column], table.Count));
        if (2 * alike > table.OutputSize) return null;
        foreach ((int column, string place, string name) in new[] { (table.OutputSize - 1, "last", "last"), (0, "first", "0") })
        {
            if (!IsLabel(counts[column], table.Count)) continue;
            int[] present = Present(counts[column]!);
            return string.Create(CultureInfo.InvariantCulture, $"the {place} column holds {present.Length} integers, {present[0]} to {present[^1]}; if it is a label: --label-column {name}");
        }

        return null;
    }

    private static bool IsLabel(int[]? counts, int examples)
    {
        if (counts is null) return false;
        int[] present = Present(counts);
        int least = Math.Max(FewestAClass, examples / (Rarer * Math.Max(1, present.Length)));
        return present.Length >= 2 && present[0] <= 1 && present[^1] - present[0] == present.Length - 1 && present.All(value => counts[value] >= least);
    }

    private static int[] Present(int[] counts) => [.. Enumerable.Range(0, counts.Length).Where(value => counts[value] > 0)];

    /// <summary>How often a column holds 0, 1, 2, ...; null for a column with other values.</summary>
    private static int[]?[] Counts(DenseDataset table)
    {
        int size = table.OutputSize;
        int[]?[] counts = [.. Enumerable.Range(0, size).Select(_ => new int[MostClasses + 1])];
        float[] rows = new float[Math.Min(Block, table.Count) * size];
        for (int start = 0; start < table.Count; start += Block)
        {
            int count = Math.Min(Block, table.Count - start);
            table.ReadRows([.. Enumerable.Range(start, count)], rows.AsSpan(0, count * size));
            for (int i = 0; i < count * size; i++)
            {
                if (counts[i % size] is not { } column) continue;
                float value = rows[i];
                if (value >= 0 && value <= MostClasses && float.IsInteger(value)) column[(int)value]++;
                else counts[i % size] = null;
            }
        }

        return counts;
    }
}
