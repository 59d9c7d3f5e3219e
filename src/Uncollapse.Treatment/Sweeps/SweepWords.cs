using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>Where a plan collapses, in plain words.</summary>
internal static class SweepWords
{
    private const string BetaKey = "objective.beta";
    private const int MostLines = 6;

    /// <summary>Critical weights whose largest is no more than this times the smallest are told as one.</summary>
    private const double Alike = 1.1;

    internal static string Statement(SweepRecord record)
    {
        if (record.Cells.All(cell => cell.Status == CellStatus.Waiting)) return "";
        string[] each = [.. Counts(record)];
        string counts = record.Cells.Count == 1 ? $"1 cell{each[0][1..]}." : string.Create(CultureInfo.InvariantCulture, $"Of {record.Cells.Count} cells {string.Join(", ", each)}.");
        SweepAxis[] numeric = [.. record.Axes.Where(axis => axis.Key != SweepAxis.SeedKey && axis.IsNumeric && axis.Values.Count > 1)];
        if (numeric.Length != 1) return counts;
        SweepAxis axis = numeric[0];
        IGrouping<string, SweepCell>[] lines = [.. record.Cells.GroupBy(cell => string.Join(", ", cell.SettingsBesideSeed().Where(setting => setting.Key != axis.Key && record.Axes.First(one => one.Key == setting.Key).Values.Count > 1).Select(setting => $"{setting.Key} {setting.Value}")))];
        if (lines.Length > MostLines) return counts;
        string? foretold = Foretold(axis, record.Cells, "");
        IEnumerable<string> sentences = lines.SelectMany(line => (IEnumerable<string>)[.. new SweepLine(axis, [.. line], line.Key).Sentences(), .. foretold is null && line.Key.Length > 0 && Foretold(axis, line, line.Key) is { } own ? [own] : Array.Empty<string>()]);
        return string.Join(' ', [counts, .. sentences, .. foretold is null ? [] : new[] { foretold }]);
    }

    private static IEnumerable<string> Counts(SweepRecord record)
    {
        foreach (Verdict verdict in (Verdict[])[Verdict.Collapsed, Verdict.Partial, Verdict.Healthy])
        {
            int count = record.Cells.Count(cell => cell.Verdict == verdict);
            string word = verdict switch { Verdict.Collapsed => "collapsed", Verdict.Partial => count == 1 ? "is partly collapsed" : "are partly collapsed", _ => count == 1 ? "is healthy" : "are healthy" };
            if (count > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{count} {word}");
        }

        int Count(CellStatus status) => record.Cells.Count(cell => cell.Status == status);
        int diverged = Count(CellStatus.Diverged), failed = Count(CellStatus.Failed), waiting = Count(CellStatus.Waiting);
        if (diverged > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{diverged} diverged");
        if (failed > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{failed} could not be diagnosed");
        if (waiting > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{waiting} {(waiting == 1 ? "is" : "are")} still to be trained");
    }

    /// <summary>The weight from which on collapse is foretold; null where it is not known of all these cells, or not the same.</summary>
    private static string? Foretold(SweepAxis axis, IEnumerable<SweepCell> cells, string name)
    {
        if (axis.Key != BetaKey) return null;
        // Without any weight there is nothing to foretell, and the law of the others holds.
        SweepCell[] weighed = [.. cells.Where(cell => SweepAxis.Number(cell.Value(BetaKey)) > 0)];
        double[] critical = [.. weighed.Select(cell => cell.CriticalBeta).OfType<double>()];
        if (critical.Length == 0 || critical.Length < weighed.Length || critical.Max() > Alike * critical.Min()) return null;
        string least = critical.Min().ToString("G3", CultureInfo.InvariantCulture), most = critical.Max().ToString("G3", CultureInfo.InvariantCulture);
        string law = $"the data foretell collapse from {axis.Key} {(least == most ? least : $"{least} to {most}")} on";
        string beginning = name.Length == 0 ? "" : $"with {name} ";
        string sentence = weighed.Any(cell => cell.CriticalBetaIsOfPlainDecoder)
            ? $"{beginning}{law} for a decoder that describes each output by itself, from the code alone; this one has more to go by."
            : $"{beginning}{law}.";
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }
}
