using System.Globalization;
using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What the decoder loses when units are shuffled together.</summary>
public static class BlocksTable
{
    /// <summary>Ranges of units that are named before the rest is counted.</summary>
    private const int MostRanges = 6;

    /// <summary>The table of the blocks of units.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row a block; null where no block was shuffled.</returns>
    public static TableModel? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Interventions is not { PerBlock.Count: > 0 } made) return null;
        TableColumn[] columns =
        [
            new("Block"), new("Loss (nats)", Numeric: true, Meaning: "mean fall of log p(x|z) per example when all of its units are shuffled together"), new("95 % interval", Numeric: true),
            new("One by one", Numeric: true, Meaning: "the sum of what its units cost one at a time: another number where they stand in for each other, or tell something only together"),
            new("Units", Secondary: true),
        ];
        return new TableModel("Blocks of units", columns, [.. made.PerBlock.Select(Row)]);
    }

    /// <summary>Units as ranges: <c>0-3, 7</c>.</summary>
    internal static string Ranges(IReadOnlyList<int> units)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (int unit in units)
        {
            if (ranges.Count > 0 && ranges[^1].Last == unit - 1) ranges[^1] = (ranges[^1].First, unit);
            else ranges.Add((unit, unit));
        }

        string shown = string.Join(", ", ranges.Take(MostRanges).Select(range => range.First == range.Last ? Number(range.First) : $"{Number(range.First)}-{Number(range.Last)}"));
        int hidden = ranges.Skip(MostRanges).Sum(range => range.Last - range.First + 1);
        return hidden == 0 ? shown : $"{shown} and {Numbers.Count(hidden)} more";
    }

    private static string Number(int unit) => unit.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<TableCell> Row(BlockIntervention made) =>
        [made.Name, new(Numbers.Value(made.LossNats, made.Ci95)), Numbers.Interval(made.Ci95), new(Numbers.Value(made.OneByOneNats, made.Ci95)), Ranges(made.Units)];
}
