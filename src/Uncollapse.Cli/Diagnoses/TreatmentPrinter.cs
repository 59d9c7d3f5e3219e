using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Records.Treatments;
using Uncollapse.Reporting.Tables;
using Uncollapse.Reporting.Treatments;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>A treatment on the terminal.</summary>
internal static class TreatmentPrinter
{
    internal static void Print(ITerminal terminal, TreatmentRecord record, string folder)
    {
        if (record.Trials.Count > 0) terminal.Table(TreatmentTables.Trials(record));
        if (record.Checks.Count > 0) terminal.Table(TreatmentTables.Checks(record));
        foreach (Records.Plans.PlanChange change in record.Accepted ? record.Changes : []) terminal.Result($"{change.Key}: {change.Before} -> {change.After}");
        bool healthy = record.Trials.Count == 0;
        terminal.Result($"{record.Statement} {Figures.Duration(record.Seconds)}.", record.Accepted || healthy ? Tone.Good : Tone.Warning);
        if (healthy) return;
        terminal.Note($"report: {Path.Combine(folder, TreatmentFiles.ReportName)}");
        if (record.Accepted) terminal.Note($"the cured run: {folder}");
    }
}
