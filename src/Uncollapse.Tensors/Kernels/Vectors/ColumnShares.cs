namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>How passes over a whole parameter are shared: by columns, as the products share them, then by rows.</summary>
/// <remarks>Only for passes whose results do not depend on who does what.</remarks>
internal readonly struct ColumnShares
{
    private const int Tile = 16384;
    private readonly int _rows, _columns, _panel, _panels, _rowTiles;

    internal ColumnShares(int rows, int columns, int panel, int threads)
    {
        (_rows, _columns, _panel) = (rows, columns, panel);
        _panels = (columns + panel - 1) / panel;
        Shares = Math.Max(1, Math.Min(threads, _panels));
        IsSmall = (long)rows * columns < Tile;
        _rowTiles = (int)Math.Clamp((long)rows * columns / ((long)Tile * Shares), 1, Math.Max(1, rows));
    }

    /// <summary>Into how many runs the columns are cut.</summary>
    internal int Shares { get; }

    /// <summary>Whether sharing is not worth it.</summary>
    internal bool IsSmall { get; }

    internal int Tiles => IsSmall ? 1 : Shares * _rowTiles;

    /// <summary>The rows and columns of a tile; whole rows where the columns are not cut.</summary>
    internal (int FirstRow, int EndRow, int FirstColumn, int EndColumn) Of(int tile)
    {
        if (IsSmall) return (0, _rows, 0, _columns);
        int share = tile / _rowTiles, part = tile % _rowTiles;
        return (
            (int)((long)_rows * part / _rowTiles), (int)((long)_rows * (part + 1) / _rowTiles),
            _panels * share / Shares * _panel, Math.Min(_columns, _panels * (share + 1) / Shares * _panel));
    }
}
