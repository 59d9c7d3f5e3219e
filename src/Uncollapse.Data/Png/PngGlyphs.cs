namespace Uncollapse.Data.Png;

/// <summary>Digits, capitals and a few signs on a grid of 3 x 5 dots: enough to name the rows of a sheet without a font.</summary>
internal static class PngGlyphs
{
    /// <summary>Dots across a sign.</summary>
    public const int Width = 3;

    /// <summary>Dots down a sign.</summary>
    public const int Height = 5;

    // What stands for a sign that is not among them.
    private const string Other = "##...#.#.....#.";

    // Rows from the top, three dots each, # for a lit one.
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['0'] = "####.##.##.####", ['1'] = ".#.##..#..#.###", ['2'] = "###..#####..###", ['3'] = "###..####..####",
        ['4'] = "#.##.####..#..#", ['5'] = "####..###..####", ['6'] = "####..####.####", ['7'] = "###..#..#..#..#",
        ['8'] = "####.#####.####", ['9'] = "####.####..####", ['A'] = ".#.#.#####.##.#", ['B'] = "##.#.###.#.###.",
        ['C'] = ".###..#..#...##", ['D'] = "##.#.##.##.###.", ['E'] = "####..##.#..###", ['F'] = "####..##.#..#..",
        ['G'] = ".###..#.##.#.##", ['H'] = "#.##.#####.##.#", ['I'] = "###.#..#..#.###", ['J'] = "..#..#..##.#.#.",
        ['K'] = "#.##.###.#.##.#", ['L'] = "#..#..#..#..###", ['M'] = "#.########.##.#", ['N'] = "##.#.##.##.##.#",
        ['O'] = ".#.#.##.##.#.#.", ['P'] = "##.#.###.#..#..", ['Q'] = ".#.#.##.###..##", ['R'] = "##.#.###.#.##.#",
        ['S'] = ".###...#...###.", ['T'] = "###.#..#..#..#.", ['U'] = "#.##.##.##.#.##", ['V'] = "#.##.##.##.#.#.",
        ['W'] = "#.##.########.#", ['X'] = "#.##.#.#.#.##.#", ['Y'] = "#.##.#.#..#..#.", ['Z'] = "###..#.#.#..###",
        ['-'] = "......###......", ['.'] = ".............#.", ['_'] = "............###", [':'] = "....#.....#....",
        ['+'] = "....#.###.#....", ['/'] = "..#..#.#.#..#..",
    };

    /// <summary>Whether a sign has a dot at a place; small letters are drawn as capitals, unknown signs as a question mark.</summary>
    public static bool IsLit(char sign, int column, int row)
    {
        if (sign == ' ') return false;
        string dots = Glyphs.TryGetValue(char.ToUpperInvariant(sign), out string? known) ? known : Other;
        return dots[(row * Width) + column] == '#';
    }
}
