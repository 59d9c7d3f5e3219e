using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sweeps;

/// <summary>The drawings of a sweep: the plane of rate and distortion (Alemi et al. 2018), and measures over each numeric key.</summary>
internal static class SweepFigures
{
    private const string BetaKey = "objective.beta";

    /// <summary>Critical weights that differ by no more than this are one line.</summary>
    private const double Alike = 0.05;

    internal static Section? Plane(SweepRecord record)
    {
        SweepCell[] cells = [.. record.Cells.Where(cell => cell is { Verdict: not null, Rate: not null, Distortion: not null })];
        if (cells.Length == 0) return null;
        SweepLines? lines = SweepLines.Of(record) is [var first, ..] ? first : null;
        static Point At(IReadOnlyList<SweepCell> some) => new(SweepLines.Mean(some, cell => cell.Rate), SweepLines.Mean(some, cell => cell.Distortion));
        var plot = new MarkedPlot
        {
            Description = $"Rate and distortion of {Numbers.Plural(cells.Length, "cell")}. {string.Join(" ", cells.Select(cell => $"{cell.Name}: rate {Numbers.Value(cell.Rate)}, distortion {Numbers.Value(cell.Distortion)}, {SweepTables.Word(cell.Verdict!.Value)}."))}",
            HorizontalName = "rate R, nats", VerticalName = "distortion D, nats",
            Points = [.. cells.Select(cell => (new Point(cell.Rate!.Value, cell.Distortion!.Value), cell.Verdict!.Value))],
            Lines = lines?.Means((_, some) => At(some)) ?? [],
            Names = lines is null
                ? [.. record.Repetitions().Select(some => (At(some), string.Join(", ", some[0].SettingsBesideSeed().Select(setting => setting.Value))))]
                : [.. lines.Groups().SelectMany(group => group.Along.Select(one => (At(one.Cells), Numbers.Setting(one.Value))))],
        };
        string joined = lines is null ? "" : $"; {(plot.Lines.Count > 0 ? "lines join the means along" : "beside the means stand their values of")} {SweepTables.Short(lines.Axis.Key, record)}{(plot.Lines.Count > 0 ? ", whose values stand beside them" : "")}";
        return new Section("plane", "Rate and distortion", [Key(cells), Tag.Div("figures", Tag.Figure("What a code costs and what it saves", $"every cell on the measured split{joined}", plot.Draw())), Tag.Note(PlaneNote(record))]);
    }

    internal static Section? Curves(SweepRecord record)
    {
        SweepCell[] cells = [.. record.Cells.Where(cell => cell.Verdict is not null)];
        Node[] figures = [.. SweepLines.Of(record).SelectMany(lines => Figures(lines, cells))];
        return figures.Length == 0 ? null : new Section("curves", "Along the keys", [Key(cells), Tag.Div("figures").AddRange(figures)]);
    }

    private static IEnumerable<Node> Figures(SweepLines lines, SweepCell[] cells)
    {
        IReadOnlyList<(double X, string Label)> critical = lines.Axis.Key == BetaKey ? Critical(cells) : [];
        foreach ((string title, string vertical, Func<SweepCell, double?> measure) in (IEnumerable<(string, string, Func<SweepCell, double?>)>)
            [("Mutual information", "nats", cell => cell.MutualInformation), ("Active units", "units", cell => cell.ActiveUnits)])
        {
            SweepCell[] known = [.. cells.Where(cell => measure(cell) is not null)];
            if (known.Length == 0) continue;
            string key = SweepTables.Short(lines.Axis.Key, lines.Record);
            var plot = new MarkedPlot
            {
                Description = $"{title} by {lines.Axis.Key}. {string.Join(" ", lines.Groups().SelectMany(group => group.Along.Select(one => $"{group.Name} {Numbers.Setting(one.Value)}: {Numbers.Value(SweepLines.Mean(one.Cells, measure))}.".TrimStart())))}",
                HorizontalName = lines.Axis.Key, VerticalName = vertical, ReachingZero = true, LogarithmicAcross = lines.IsLogarithmic, Markers = critical,
                Points = [.. known.Select(cell => (new Point(SweepAxis.Number(cell.Value(lines.Axis.Key)), measure(cell)!.Value), cell.Verdict!.Value))],
                Lines = lines.Means((value, some) => new Point(value, SweepLines.Mean(some, measure))),
            };
            yield return Tag.Figure($"{title} by {key}", record(lines), plot.Draw(), Foretold(plot, cells));
        }

        static string record(SweepLines lines) => lines.Record.Axes.Any(axis => axis.Key == SweepAxis.SeedKey && axis.Values.Count > 1) ? "every cell, and the means over seeds" : "every cell";
    }

    /// <summary>The weights from which on the data foretell collapse, those of seeds and of cells that differ in nothing else taken together.</summary>
    private static IReadOnlyList<(double X, string Label)> Critical(IEnumerable<SweepCell> cells)
    {
        var groups = new List<List<double>>();
        foreach (double value in cells.Select(cell => cell.CriticalBeta).OfType<double>().Order())
        {
            if (groups.Count > 0 && value <= groups[^1][0] * (1 + Alike)) groups[^1].Add(value);
            else groups.Add([value]);
        }

        return groups.Count > SweepLines.MostLines ? [] : [.. groups.Select(group => (group.Average(), $"foretold {Numbers.Setting(Math.Round(group.Average(), 2))}"))];
    }

    /// <summary>What the vertical lines are, and which of them the drawing leaves out.</summary>
    private static string? Foretold(MarkedPlot plot, IEnumerable<SweepCell> cells)
    {
        if (plot.Markers.Count == 0) return null;
        int drawn = plot.Markers.Count(marker => plot.Shows(marker.X));
        string[] outside = [.. plot.Markers.Where(marker => !plot.Shows(marker.X)).Select(marker => Numbers.Value(marker.X))];
        string law = cells.Any(cell => cell.CriticalBetaIsOfPlainDecoder) ? " They foretell it of a decoder that describes each output by itself, from the code alone; this one has more to go by." : "";
        string lines = drawn == 0 ? "" : $"{(drawn == 1 ? "The vertical line is the weight" : "The vertical lines are the weights, of one cell or another,")} from which on the data foretell collapse, known before any training. ";
        string beyond = outside.Length == 0 ? "" : $"The data foretell collapse from {string.Join(" and ", outside)} on, beyond what is drawn. ";
        return $"{lines}{beyond}".TrimEnd() + law;
    }

    private static string PlaneNote(SweepRecord record)
    {
        bool differs = record.Axes.Any(axis => axis.Values.Count > 1 && (axis.Key == SweepAxis.RemedyKey || axis.Key.StartsWith("data.", StringComparison.Ordinal) || axis.Key.StartsWith("model.likelihood.", StringComparison.Ordinal)));
        return "Left is no code at all; lower is a better description. R + D is the negative ELBO at β = 1: of two points the one below a falling diagonal through the other is better."
            + (differs ? " Distortions of other data, scalings or likelihoods are in other units, and do not compare." : "");
    }

    private static Element Key(IEnumerable<SweepCell> cells) => Mark.Key(cells.Select(cell => cell.Verdict).OfType<Verdict>(), verdict => Words.LowerFirst(VerdictWords.Heading(verdict)));
}
