using Uncollapse.Cli.Progress;
using Uncollapse.Cli.Terminal;
using Uncollapse.Records;
using Uncollapse.Records.Sweeps;
using Uncollapse.Reporting.Sweeps;
using Uncollapse.Reporting.Tables;
using Uncollapse.Treatment.Sweeps;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>A sweep on the terminal, and its page.</summary>
internal static class SweepFiles
{
    /// <summary>Writes <c>sweep.html</c>, where anything can be told.</summary>
    internal static void Write(string folder, SweepRecord record)
    {
        if (record.Statement.Length > 0) AtomicFile.Write(Path.Combine(folder, SweepFolder.ReportName), stream => SweepReport.Write(record, Examination.Title(folder), stream));
    }

    internal static void Print(ITerminal terminal, SweepRecord record, string folder)
    {
        terminal.Table(SweepTables.Summary(record));
        bool ill = record.Cells.Any(cell => cell.Verdict != Records.Diagnoses.Verdict.Healthy);
        terminal.Result($"{record.Statement} {Figures.Duration(record.Seconds)}.", ill ? Tone.Warning : Tone.Good);
        terminal.Note($"report: {Path.Combine(folder, SweepFolder.ReportName)}, table: {Path.Combine(folder, SweepFolder.TableName)}");
        foreach (SweepCell cell in record.Cells.Where(cell => cell.Status == CellStatus.Failed)) terminal.Note($"cell {cell.Name}: {cell.Note}", Tone.Warning);
        if (record.Cells.FirstOrDefault(cell => cell.Status == CellStatus.Done) is { } done) terminal.Note($"a cell is a run like any other: uncollapse diagnose {Path.Combine(folder, done.Name)} --force");
    }
}
