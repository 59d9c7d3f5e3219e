using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sweeps;

/// <summary>A sweep's tables, for page and terminal.</summary>
public static class SweepTables
{
    /// <summary>A row for each combination of values: the mean over seeds with the smallest and the largest, or the one cell there is.</summary>
    /// <param name="record">The sweep.</param>
    public static TableModel Summary(SweepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        string[] keys = [.. record.Axes.Select(axis => axis.Key).Where(key => key != SweepAxis.SeedKey)];
        bool repeated = record.Axes.Any(axis => axis.Key == SweepAxis.SeedKey && axis.Values.Count > 1);
        return new TableModel("Sweep", [.. keys.Select(key => Column(key, record)), .. Measures()], [.. record.Repetitions().Select(cells => (IReadOnlyList<TableCell>)[.. keys.Select(key => (TableCell)cells[0].Value(key)), .. Row(cells)])])
        {
            Note = repeated ? FormattableString.Invariant($"Means over {record.Axes.First(axis => axis.Key == SweepAxis.SeedKey).Values.Count} seeds (smallest to largest); nats per example.") : "Nats per example; MI with its 95 % interval.",
        };
    }

    /// <summary>A row for each cell.</summary>
    /// <param name="record">The sweep.</param>
    public static TableModel Cells(SweepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new TableModel(
            "Every cell", [.. record.Axes.Select(axis => Column(axis.Key, record)), .. Measures(), new("Time", Numeric: true, Meaning: "of training and diagnosis")],
            [.. record.Cells.Select(cell => (IReadOnlyList<TableCell>)[.. cell.Settings.Select(setting => (TableCell)setting.Value), .. Row([cell]), cell.Seconds is { } seconds ? Numbers.Duration(seconds) : ""])]);
    }

    /// <summary>A cell that ended, in a line.</summary>
    /// <param name="cell">The cell.</param>
    public static string Line(SweepCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        string[] keys = [.. cell.Settings.Select(setting => setting.Key)];
        string name = string.Join(", ", cell.Settings.Select(setting => $"{SweepAxis.Short(setting.Key, keys)} {setting.Value}")), time = cell.Seconds is { } seconds ? $", {Numbers.Duration(seconds)}" : "";
        return cell.Verdict is { } verdict
            ? $"{name}: {Word(verdict)}{(cell.Cause is { } cause ? $" ({cause})" : "")}, MI {Fixed(cell.MutualInformation)}, rate {Fixed(cell.Rate)}, distortion {Fixed(cell.Distortion)} nats{time}"
            : $"{name}: {(cell.Note is { } note ? note : Status(cell))}{time}";
    }

    /// <summary>How a cell's outcome is to be read.</summary>
    /// <param name="cell">The cell.</param>
    public static Tone ToneOf(SweepCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Verdict is { } verdict ? VerdictWords.Tone(verdict) : cell.Status is CellStatus.Diverged or CellStatus.Failed ? Tone.Bad : Tone.Muted;
    }

    /// <summary>A key of a sweep in short.</summary>
    internal static string Short(string key, SweepRecord record) => SweepAxis.Short(key, [.. record.Axes.Select(axis => axis.Key)]);

    internal static string Word(Verdict verdict) => Words.LowerFirst(verdict.ToString());

    private static TableColumn Column(string key, SweepRecord record) => new(Short(key, record), Meaning: Short(key, record) == key ? null : key) { IsName = true };

    private static IEnumerable<TableColumn> Measures() =>
    [
        new("Verdict"), new("Cause", Meaning: "that was found first"), new("MI", Numeric: true, Meaning: "mutual information of example and code"), new("Rate", Numeric: true), new("Distortion", Numeric: true),
        new("Active", Numeric: true, Meaning: "active units"), new("-log p(x)", Numeric: true, Meaning: "importance-weighted, with its standard error", Secondary: true), new("Use", Numeric: true, Meaning: "what another example's code costs", Secondary: true),
    ];

    private static IEnumerable<TableCell> Row(IReadOnlyList<SweepCell> cells) => cells.Count == 1 ? Single(cells[0]) : Several(cells);

    private static IEnumerable<TableCell> Single(SweepCell cell) =>
    [
        new(cell.Verdict is { } verdict ? Word(verdict) : Status(cell)) { Tone = ToneOf(cell) }, cell.Cause ?? "",
        new(Fixed(cell.MutualInformation)) { Detail = cell.MutualInformationInterval is [var low, var high] ? $"[{Numbers.Fixed(low, 2)}, {Numbers.Fixed(high, 2)}]" : null },
        Fixed(cell.Rate), Fixed(cell.Distortion), cell.ActiveUnits is { } active ? $"{active} of {cell.LatentSize}" : "",
        new(Fixed(cell.Nll)) { Detail = cell.NllStandardError is { } error ? $"± {Numbers.Fixed(error, 2)}" : null }, Fixed(cell.Use),
    ];

    private static IEnumerable<TableCell> Several(IReadOnlyList<SweepCell> cells) =>
    [
        Verdicts(cells), Causes(cells), Spread(cells, cell => cell.MutualInformation), Spread(cells, cell => cell.Rate), Spread(cells, cell => cell.Distortion),
        Spread(cells, cell => cell.ActiveUnits, decimals: 1), Spread(cells, cell => cell.Nll), Spread(cells, cell => cell.Use),
    ];

    private static TableCell Verdicts(IReadOnlyList<SweepCell> cells)
    {
        (string Word, Tone Tone)[] outcomes = [.. cells.Select(cell => (cell.Verdict is { } verdict ? Word(verdict) : Status(cell), ToneOf(cell)))];
        (string Word, Tone Tone, int Count)[] counts = [.. outcomes.GroupBy(outcome => outcome).Select(group => (group.Key.Item1, group.Key.Item2, group.Count())).OrderByDescending(one => one.Item3)];
        return new TableCell(counts.Length == 1 ? counts[0].Word : string.Join(", ", counts.Select(one => $"{one.Count} {one.Word}"))) { Tone = counts.Length == 1 ? counts[0].Tone : Tone.Warning };
    }

    private static string Causes(IReadOnlyList<SweepCell> cells)
    {
        string[] causes = [.. cells.Select(cell => cell.Cause).OfType<string>()];
        (string Name, int Count)[] counts = [.. causes.GroupBy(cause => cause).Select(group => (group.Key, group.Count())).OrderByDescending(one => one.Item2)];
        return counts.Length == 1 && causes.Length == cells.Count ? counts[0].Name : string.Join(", ", counts.Select(one => $"{one.Count} {one.Name}"));
    }

    private static TableCell Spread(IReadOnlyList<SweepCell> cells, Func<SweepCell, double?> measure, int? decimals = null)
    {
        double[] values = [.. cells.Select(measure).OfType<double>()];
        if (values.Length == 0) return "";
        int digits = decimals ?? Decimals(values.Max(Math.Abs));
        string least = Numbers.Fixed(values.Min(), decimals is null ? digits : 0), most = Numbers.Fixed(values.Max(), decimals is null ? digits : 0);
        return new TableCell(Numbers.Fixed(values.Average(), digits)) { Detail = $"({least} to {most})" };
    }

    private static int Decimals(double size) => size < 10 ? 2 : size < 1000 ? 1 : 0;

    private static string Fixed(double? value) => value is { } known ? Numbers.Fixed(known, 2) : "";

    private static string Status(SweepCell cell) => cell.Status switch { CellStatus.Diverged => "diverged", CellStatus.Failed => "not diagnosed", CellStatus.Waiting => "not yet trained", _ => "done" };
}
