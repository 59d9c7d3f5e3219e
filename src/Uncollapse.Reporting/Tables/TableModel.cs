namespace Uncollapse.Reporting.Tables;

/// <summary>A table as data: the report sets it in HTML, the command line in the terminal, and so the two never disagree.</summary>
/// <param name="Title">Its caption.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each as long as <paramref name="Columns"/>.</param>
public sealed record TableModel(string Title, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<TableCell>> Rows)
{
    /// <summary>A remark below the table; null: none.</summary>
    public string? Note { get; init; }
}
