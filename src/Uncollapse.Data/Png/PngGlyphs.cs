namespace Uncollapse.Data.Png;

/// <summary>The ten digits on a grid of 3 x 5 dots: enough to number the rows of a sheet without a font.</summary>
internal static class PngDigits
{
    /// <summary>Dots across a digit.</summary>
    public const int Width = 3;

    /// <summary>Dots down a digit.</summary>
    public const int Height = 5;

    // Rows from the top, three dots each, # for a lit one.
    private static readonly string[] Glyphs =
    [
        "####.##.##.####", ".#.##..#..#.###", "###..#####..###", "###..####..####", "#.##.####..#..#",
        "####..###..####", "####..####.####", "###..#..#..#..#", "####.#####.####", "####.####..####",
    ];

    /// <summary>Whether a digit has a dot at a place.</summary>
    public static bool IsLit(int digit, int column, int row) => Glyphs[digit][(row * Width) + column] == '#';
}
