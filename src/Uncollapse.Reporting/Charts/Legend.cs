using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Names beside samples of their line.</summary>
internal static class Legend
{
    /// <summary>A row that starts at x; y is the baseline.</summary>
    internal static Element Row(double x, double y, IReadOnlyList<(string Name, int Style)> entries)
    {
        Element row = new Element("g").Class("legend");
        foreach ((string name, int style) in entries)
        {
            row.Add(Svg.Line(x, y - 4, x + 22, y - 4, $"line s{style}"), Svg.Text(x + 27, y, name, "legend-name"));
            x += 27 + (Svg.CharacterWidth * name.Length) + 16;
        }

        return row;
    }
}
