namespace Uncollapse.Cli.Runs;

/// <summary>Rows and columns of a sheet, with a label for each row.</summary>
internal sealed record SheetLayout(int Rows, int Columns, IReadOnlyList<string> Labels)
{
    /// <summary>Places of the sheet, all of them filled.</summary>
    internal int Count => Rows * Columns;
}
