using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>Where a plan collapses, in plain words.</summary>
internal static class SweepWords
{
    private const string BetaKey = "objective.beta";
    private const int MostLines = 6;

    internal static string Statement(SweepRecord record)
    {
        if (record.Cells.All(cell => cell.Status == CellStatus.Waiting)) return "";
        string counts = $"Of {record.Cells.Count} cells {string.Join(", ", Counts(record))}.";
        SweepAxis[] numeric = [.. record.Axes.Where(axis => axis.Key != SweepAxis.SeedKey && axis.IsNumeric && axis.Values.Count > 1)];
        if (numeric.Length != 1) return counts;
        SweepAxis axis = numeric[0];
        IGrouping<string, SweepCell>[] lines = [.. record.Cells.GroupBy(cell => string.Join(", ", cell.SettingsBesideSeed().Where(setting => setting.Key != axis.Key && record.Axes.First(one => one.Key == setting.Key).Values.Count > 1).Select(setting => $"{setting.Key} {setting.Value}")))];
        if (lines.Length > MostLines) return counts;
        IEnumerable<string> sentences = lines.Select(line => Where(axis, [.. line], line.Key)).OfType<string>();
        return string.Join(' ', [counts, .. sentences, .. Foretold(axis, record)]);
    }

    private static IEnumerable<string> Counts(SweepRecord record)
    {
        foreach (Verdict verdict in (Verdict[])[Verdict.Collapsed, Verdict.Partial, Verdict.Healthy])
        {
            int count = record.Cells.Count(cell => cell.Verdict == verdict);
            string word = verdict switch { Verdict.Collapsed => "collapsed", Verdict.Partial => count == 1 ? "is partly collapsed" : "are partly collapsed", _ => count == 1 ? "is healthy" : "are healthy" };
            if (count > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{count} {word}");
        }

        int diverged = record.Cells.Count(cell => cell.Status == CellStatus.Diverged), waiting = record.Cells.Count(cell => cell.Status == CellStatus.Waiting);
        if (diverged > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{diverged} diverged");
        if (waiting > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{waiting} {(waiting == 1 ? "is" : "are")} still to be trained");
    }

    /// <summary>The values at which most repetitions collapsed; null where nothing was diagnosed.</summary>
    private static string? Where(SweepAxis axis, IReadOnlyList<SweepCell> cells, string name)
    {
        (string Value, bool Collapsed)[] values =
        [
            .. axis.Values.OrderBy(SweepAxis.Number)
                .Select(value => (Value: value, Verdicts: (Verdict[])[.. cells.Where(cell => cell.Value(axis.Key) == value).Select(cell => cell.Verdict).OfType<Verdict>()]))
                .Where(one => one.Verdicts.Length > 0)
                .Select(one => (one.Value, 2 * one.Verdicts.Count(verdict => verdict == Verdict.Collapsed) > one.Verdicts.Length)),
        ];
        if (values.Length == 0) return null;
        string at = name.Length == 0 ? "It" : $"With {name} it";
        string[] ill = [.. values.Where(one => one.Collapsed).Select(one => one.Value)];
        int first = Array.FindIndex(values, one => one.Collapsed), last = Array.FindLastIndex(values, one => one.Collapsed);
        bool together = first >= 0 && last - first + 1 == ill.Length;
        return ill.Length == 0 ? $"{at} collapses at no {axis.Key} that was tried."
            : ill.Length == values.Length ? $"{at} collapses at every {axis.Key} that was tried."
            : together && last == values.Length - 1 ? $"{at} collapses from {axis.Key} {ill[0]} on, and not at {values[first - 1].Value}."
            : together && first == 0 ? $"{at} collapses up to {axis.Key} {ill[^1]}, and not at {values[last + 1].Value}."
            : $"{at} collapses at {axis.Key} {string.Join(", ", ill)}.";
    }

    private static IEnumerable<string> Foretold(SweepAxis axis, SweepRecord record)
    {
        double[] critical = [.. record.Cells.Select(cell => cell.CriticalBeta).OfType<double>()];
        if (axis.Key != BetaKey || critical.Length == 0) yield break;
        string least = critical.Min().ToString("G3", CultureInfo.InvariantCulture), most = critical.Max().ToString("G3", CultureInfo.InvariantCulture);
        yield return $"The data foretell collapse from {axis.Key} {(least == most ? least : $"{least} to {most}")} on.";
    }
}
