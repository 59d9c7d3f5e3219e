using Spectre.Console;
using Spectre.Console.Rendering;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Cli.Terminal;

/// <summary>Sets a table for a terminal: aligned columns under a rule, bars as blocks, tones as colours.</summary>
internal static class SpectreTable
{
    private const int BarWidth = 8;
    private const int WideTerminal = 150;

    internal static IRenderable Of(TableModel model, int width, bool color)
    {
        int[] shown = [.. Enumerable.Range(0, model.Columns.Count).Where(index => width >= WideTerminal || !model.Columns[index].Secondary)];
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (int index in shown)
        {
            Reporting.Tables.TableColumn column = model.Columns[index];
            var header = new Spectre.Console.TableColumn(new Text(column.Header)) { NoWrap = column.Numeric || column.IsName };
            table.AddColumn(column.Numeric ? header.RightAligned() : header);
        }

        foreach (IReadOnlyList<TableCell> row in model.Rows) table.AddRow(shown.Select(index => Cell(row[index], color)));
        return table;
    }

    internal static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(foreground: Color.Green),
        Tone.Warning => new Style(foreground: Color.Yellow),
        Tone.Bad => new Style(foreground: Color.Red),
        Tone.Muted => new Style(foreground: Color.Grey),
        _ => Style.Plain,
    };

    private static Text Cell(TableCell cell, bool color)
    {
        string text = cell.Detail is { Length: > 0 } detail ? $"{cell.Text} {detail}" : cell.Text;
        if (cell.Bar is { } share) text = $"{text} {Bar(share)}";
        return new Text(text, color ? StyleOf(cell.Tone) : Style.Plain);
    }

    private static string Bar(double share)
    {
        const string Eighths = " ▏▎▍▌▋▊▉█";
        int eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth * 8);
        string bar = new('█', eighths / 8);
        return (eighths % 8 > 0 ? bar + Eighths[eighths % 8] : bar).PadRight(BarWidth);
    }
}
