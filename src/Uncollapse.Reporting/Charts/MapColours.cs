using System.Globalization;

namespace Uncollapse.Reporting.Charts;

/// <summary>Colours of the points of a map: for classes Okabe and Ito's and others that differ from them and from each other on white and on black; for numbers viridis.</summary>
internal static class MapColours
{
    /// <summary>Steps of the scale of numbers.</summary>
    internal const int Steps = 24;

    private static readonly string[] _classes =
    [
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a6d00", "#7b4fb0", "#6aa84f", "#a0522d",
        "#e05c8a", "#3f7f7f", "#9a9a00", "#5b6bd6", "#c0392b", "#7f8c8d", "#2e8b57", "#b39ddb", "#d4a373", "#00a2c7",
    ];

    // Viridis (van der Walt and Smith), at every tenth.
    private static readonly (int R, int G, int B)[] _scale =
        [(68, 1, 84), (72, 36, 117), (65, 68, 135), (53, 95, 141), (42, 120, 142), (33, 145, 140), (34, 168, 132), (68, 191, 112), (122, 209, 81), (189, 223, 38), (253, 231, 37)];

    /// <summary>How many classes have a colour of their own.</summary>
    internal static int Distinct => _classes.Length;

    /// <summary>A class's colour.</summary>
    internal static string OfClass(int index) => _classes[index % _classes.Length];

    /// <summary>The colour of a step of the scale.</summary>
    internal static string OfStep(int step)
    {
        double place = (double)step / (Steps - 1) * (_scale.Length - 1);
        int low = Math.Min((int)place, _scale.Length - 2);
        double part = place - low;
        (int R, int G, int B) from = _scale[low], to = _scale[low + 1];
        int Mix(int a, int b) => (int)Math.Round(a + (part * (b - a)));
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(from.R, to.R):x2}{Mix(from.G, to.G):x2}{Mix(from.B, to.B):x2}");
    }
}
