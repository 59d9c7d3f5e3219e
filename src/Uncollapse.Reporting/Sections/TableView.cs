using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>Sets a table in HTML.</summary>
internal static class TableView
{
    private const int LongestWord = 22;

    /// <summary>A table that scrolls sideways where it is wider than the page.</summary>
    internal static Element Of(TableModel table, string names = "") => Of(table, table.Rows, names);

    /// <summary>A part of a table's rows, with its head.</summary>
    internal static Element Of(TableModel table, IReadOnlyList<IReadOnlyList<TableCell>> rows, string names = "")
    {
        var head = new Element("tr");
        foreach (TableColumn column in table.Columns)
        {
            Element cell = new Element("th", column.Header).With("scope", "col");
            if (column.Numeric) cell.Class("number");
            head.Add(cell);
        }

        var body = new Element("tbody");
        foreach (IReadOnlyList<TableCell> row in rows)
        {
            var line = new Element("tr");
            for (int i = 0; i < row.Count; i++) line.Add(Cell(row[i], table.Columns[i], isHeader: i == 0));
            body.Add(line);
        }

        Element set = new Element("table", new Element("caption", table.Title), new Element("thead", head), body).Class($"data {names}".TrimEnd());
        Element scroller = Tag.Div("scroll", set).With("role", "region").With("tabindex", "0").With("aria-label", table.Title);
        return Tag.Div("table", scroller, Meanings(table.Columns), table.Note is null ? null : Tag.Note(table.Note));
    }

    private static Element? Meanings(IReadOnlyList<TableColumn> columns)
    {
        Element note = Tag.Note();
        foreach (TableColumn column in columns.Where(column => column.Meaning is not null))
        {
            if (note.Children.Count > 0) note.Add("; ");
            note.Add(Tag.Strong(column.Header), $": {column.Meaning}");
        }

        return note.Children.Count == 0 ? null : note.Add(".");
    }

    private static Element Cell(TableCell cell, TableColumn column, bool isHeader)
    {
        Element element = isHeader ? new Element("th").With("scope", "row") : new Element("td").With("data-label", column.Header);
        if (column.Numeric) element.Class("number");
        else if (cell.Text.Split(' ').Any(word => word.Length > LongestWord)) element.Class("long");
        string text = column.Numeric ? Numbers.Minus(cell.Text) : cell.Text;
        if (cell.Bar is { } bar) return element.Add(Bar(bar), Tag.Span("beside-bar", text));
        Element holder = cell.Tone == Tone.Normal ? element : Tag.Span($"tone {ToneName(cell.Tone)}");
        AddBreakable(holder, text);
        if (holder != element) element.Add(holder);
        if (cell.Detail is { Length: > 0 } detail) element.Add(" ", Tag.Span("detail", column.Numeric ? Numbers.Minus(detail) : detail));
        return element;
    }

    // A long name, such as a key of a plan, may break behind its dots and underscores, and nowhere else.
    private static void AddBreakable(Element holder, string text)
    {
        int from = 0;
        bool isLong = text.Split(' ').Any(word => word.Length > LongestWord);
        for (int i = 1; isLong && i < text.Length; i++)
        {
            if (text[i - 1] is not ('.' or '_' or '/' or ',') || text[i] == ' ') continue;
            holder.Add(text[from..i], new Element("wbr"));
            from = i;
        }

        holder.Add(text[from..]);
    }

    private static Element Bar(double share)
    {
        Element filled = new Element("rect").With("x", 0).With("y", 0).With("width", 60 * share).With("height", 8).Class("filled");
        Element track = new Element("rect").With("x", 0).With("y", 0).With("width", 60).With("height", 8).Class("track");
        return new Element("svg", track, filled).Class("bar").With("viewBox", "0 0 60 8").With("aria-hidden", "true");
    }

    internal static string ToneName(Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Warning => "warning",
        Tone.Bad => "bad",
        Tone.Muted => "muted",
        _ => "normal",
    };
}
