using Uncollapse.Records.History;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>The rate of each unit over the training, as the watch saw it: which units woke, and which died when.</summary>
internal static class UnitRates
{
    // More rows than these are too thin to be seen, more columns weigh more than they show.
    private const int MostUnits = 16;
    private const int MostColumns = 48;

    private const double Least = 0.1;

    /// <summary>The names of all units' rates that were recorded.</summary>
    internal static string[] Names(Epochs epochs)
    {
        List<string> names = [];
        for (int unit = 0; epochs.Has(Measures.ValidationUnitRate(unit)); unit++) names.Add(Measures.ValidationUnitRate(unit));
        return [.. names];
    }

    /// <summary>A heat map, a row a unit; null for a single unit or epoch.</summary>
    internal static Element? Figure(Epochs epochs)
    {
        IReadOnlyList<Point>[] units = [.. Names(epochs).Select(epochs.Values)];
        if (units.Length < 2 || epochs.Count < 2) return null;
        int[] columns = Columns(epochs.Count);
        double[][] rows =
        [
            .. units.Select(points => columns.Select(column => points[column].Y).ToArray())
                .OrderByDescending(row => row.Where(double.IsFinite).DefaultIfEmpty(0).Max()).Take(MostUnits),
        ];
        double high = Math.Max(Least, rows.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(0).Max());
        string shown = units.Length > rows.Length ? $"the {rows.Length} of {units.Length} units that held most" : "units";
        return Tag.Figure("Rate of each unit", $"rows: {shown}; from left to right the training, epoch 1 to {Numbers.Count(epochs.Count)}; nats", new HeatMap($"Rate of each unit over the training, 0 to {Numbers.Value(high)} nats.", rows, "epoch", 0, high) { VerticalName = "unit", Wide = 290 }.Draw());
    }

    /// <summary>All epochs, or some that are evenly spaced, the first and the last among them.</summary>
    private static int[] Columns(int count)
    {
        int columns = Math.Min(count, MostColumns);
        return [.. Enumerable.Range(0, columns).Select(column => (int)Math.Round((double)column * (count - 1) / (columns - 1)))];
    }
}
