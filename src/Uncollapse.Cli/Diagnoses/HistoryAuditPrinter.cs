using System.Globalization;
using System.Text.Json;
using Uncollapse.Cli.Terminal;
using Uncollapse.Records;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>The audit of a log: in the terminal, and as a file.</summary>
internal static class HistoryAuditPrinter
{
    internal const string FileName = "history-audit.json";

    internal static string Json(HistoryAudit audit) => JsonSerializer.Serialize(audit, RecordsJson.Default.HistoryAudit);

    internal static void Write(string folder, HistoryAudit audit)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, FileName), Json(audit) + "\n");
    }

    internal static void Print(ITerminal terminal, HistoryAudit audit)
    {
        terminal.Result($"{(audit.Verdict is null ? "Not known" : "Collapsed")}: {audit.Source}", audit.Verdict is null ? Tone.Warning : Tone.Bad);
        foreach (string reason in audit.Explanation) terminal.Result($"  - {reason}");
        TableColumn[] columns = [new("Series"), new("In the log"), new("Values", Numeric: true), new("First tenth", Numeric: true), new("Last tenth", Numeric: true), new("Least", Numeric: true), new("Most", Numeric: true)];
        terminal.Table(new TableModel("The log", columns, [.. audit.Series.Select(pair => (IReadOnlyList<TableCell>)
        [
            pair.Key, pair.Value.Name, pair.Value.Points.ToString("N0", CultureInfo.InvariantCulture), Figure(pair.Value.First), Figure(pair.Value.Last), Figure(pair.Value.Least), Figure(pair.Value.Most),
        ])]));
        foreach (Finding finding in audit.Findings) terminal.Result(TextReport.Line(finding), Tone.Warning);
    }

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
