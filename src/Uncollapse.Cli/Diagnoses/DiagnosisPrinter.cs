using Uncollapse.Cli.Terminal;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>A diagnosis in the terminal: verdict and reasons first, then tables, then what stays unknown.</summary>
internal static class DiagnosisPrinter
{
    private const int MostUnits = 24;

    internal static void Print(ITerminal terminal, Records.Diagnoses.Diagnosis diagnosis)
    {
        var text = TextReport.Of(diagnosis);
        terminal.Result($"{text.Heading}: {diagnosis.Subject.Source}", text.Tone);
        terminal.Result(text.Gloss);
        foreach (string reason in text.Explanation) terminal.Result($"  - {reason}");
        foreach (TableModel table in text.Tables) terminal.Table(table);
        terminal.Table(Shortened(text.Units));
        foreach (string finding in text.Findings) terminal.Result(finding, Tone.Warning);
        foreach (string unknown in text.Unknown) terminal.Result($"unknown: {unknown}", Tone.Muted);
    }

    // The report has all of them; a terminal shows the most informative.
    private static TableModel Shortened(TableModel units)
    {
        int hidden = units.Rows.Count - MostUnits;
        if (hidden <= 1) return units;
        string note = $"and {hidden} units that carry less";
        return units with { Rows = [.. units.Rows.Take(MostUnits)], Note = units.Note is null ? note : $"{note}; {units.Note}" };
    }
}
