using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Charts;

namespace Uncollapse.Reporting.Sweeps;

/// <summary>A sweep along one of its numeric keys: a line for each combination of the others, through the means over seeds.</summary>
internal sealed class SweepLines
{
    private const double Wide = 10;

    private SweepLines(SweepRecord record, SweepAxis axis)
    {
        Record = record;
        Axis = axis;
        double[] values = [.. axis.Values.Select(SweepAxis.Number)];
        // Values that were listed in ratios, as 1, 2, 4, 8, 16 are, read better so too.
        IsLogarithmic = axis.Spacing == AxisSpacing.Logarithmic || (axis.Spacing == AxisSpacing.Listed && values.Min() > 0 && values.Max() >= Wide * values.Min());
    }

    internal SweepRecord Record { get; }

    internal SweepAxis Axis { get; }

    internal bool IsLogarithmic { get; }

    /// <summary>The keys to draw along: numeric, of more than one value, and no seed.</summary>
    internal static IReadOnlyList<SweepLines> Of(SweepRecord record) =>
        [.. record.Axes.Where(axis => axis.Key != SweepAxis.SeedKey && axis.IsNumeric && axis.Values.Count > 1).Select(axis => new SweepLines(record, axis))];

    /// <summary>The cells with what is measured, by the values of the other keys and then in the order of this one.</summary>
    internal IEnumerable<(string Name, IReadOnlyList<(double Value, IReadOnlyList<SweepCell> Cells)> Along)> Groups()
    {
        string[] others = [.. Record.Axes.Where(axis => axis != Axis && axis.Key != SweepAxis.SeedKey && axis.Values.Count > 1).Select(axis => axis.Key)];
        return Record.Cells.Where(cell => cell.Status == CellStatus.Done)
            .GroupBy(cell => string.Join(", ", others.Select(key => $"{SweepTables.Short(key, Record)} {cell.Value(key)}")))
            .Select(group => (group.Key, (IReadOnlyList<(double, IReadOnlyList<SweepCell>)>)
            [
                .. group.GroupBy(cell => SweepAxis.Number(cell.Value(Axis.Key))).OrderBy(at => at.Key).Select(at => (at.Key, (IReadOnlyList<SweepCell>)[.. at])),
            ]));
    }

    /// <summary>Lines through means; none where there are more than styles to tell them apart.</summary>
    internal IReadOnlyList<Series> Means(Func<double, IReadOnlyList<SweepCell>, Point> at)
    {
        Series[] lines = [.. Groups().Select((group, index) => new Series(group.Name, [.. group.Along.Select(one => at(one.Value, one.Cells))], index + 1))];
        return lines.Length <= MostLines ? lines : [];
    }

    internal const int MostLines = 4;

    /// <summary>A mean of what is known; NaN where nothing is.</summary>
    internal static double Mean(IEnumerable<SweepCell> cells, Func<SweepCell, double?> measure) => cells.Select(measure).OfType<double>().DefaultIfEmpty(double.NaN).Average();
}
