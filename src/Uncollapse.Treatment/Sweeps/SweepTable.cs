using System.Globalization;
using System.Text;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>The cells of a sweep as a table for other programs.</summary>
public static class SweepTable
{
    private static readonly string[] _measures =
    [
        "status", "verdict", "cause", "mutual_information", "mutual_information_low", "mutual_information_high", "rate", "distortion", "active_units", "latent_size",
        "nll", "nll_standard_error", "use", "use_low", "use_high", "critical_beta", "collapse_is_foretold", "epochs", "seconds", "note",
    ];

    /// <summary>A row a cell: its name, the swept keys, what came of it. Nats per example, digits that read back to the same number, nothing where a value is unknown (RFC 4180, line feeds).</summary>
    /// <param name="record">The sweep.</param>
    public static string Csv(SweepRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder();
        Line(text, ["cell", .. record.Axes.Select(axis => axis.Key), .. _measures]);
        foreach (SweepCell cell in record.Cells) Line(text, [cell.Name, .. record.Axes.Select(axis => cell.Value(axis.Key)), .. Measures(cell)]);
        return text.ToString();
    }

    private static IEnumerable<string> Measures(SweepCell cell) =>
    [
        Word(cell.Status), cell.Verdict is { } verdict ? Word(verdict) : "", cell.Cause ?? "",
        Text(cell.MutualInformation), Text(cell.MutualInformationInterval?[0]), Text(cell.MutualInformationInterval?[1]), Text(cell.Rate), Text(cell.Distortion), Text(cell.ActiveUnits), Text(cell.LatentSize),
        Text(cell.Nll), Text(cell.NllStandardError), Text(cell.Use), Text(cell.UseInterval?[0]), Text(cell.UseInterval?[1]), Text(cell.CriticalBeta), cell.CriticalBeta is null ? "" : cell.CollapseIsForetold ? "true" : "false", Text(cell.Epochs), Text(cell.Seconds), cell.Note ?? "",
    ];

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quoted)).Append('\n');

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
