using Uncollapse.Records.Maps;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>The code as a map, by whatever is known of the examples: one choice of colours shows at a time, without a script.</summary>
internal static class MapSection
{
    private const double Trim = 0.01;
    private const int MostLegend = 60;

    internal static Section? Of(ReportContent content)
    {
        if (content.Map is not { Colours.Count: > 0, Projections.Count: > 0 } map || map.Examples == 0) return null;
        PointMap[] planes = [.. map.Projections.Select(projection => new PointMap(projection))];
        Element choices = Tag.Div("choices");
        for (int c = 0; c < map.Colours.Count; c++)
        {
            string id = $"colour-{c}";
            Element button = new Element("input").With("type", "radio").With("name", "colour").With("id", id);
            choices.Add(c == 0 ? button.With("checked", "checked") : button, new Element("label", map.Colours[c].Column).With("for", id), Pane(map, planes, map.Colours[c]));
        }

        return new Section("map", "The code as a map", [Tag.P(map.Caption, map.Colours.Count > 1 ? " Coloured by:" : ""), choices]);
    }

    private static Element Pane(CodeMap map, PointMap[] planes, MapColour colour)
    {
        (IReadOnlyList<(string? Colour, string Name, IReadOnlyList<int> Points)> groups, Element legend) = colour.Classes is null ? Numeric(colour) : Classes(colour, colour.Classes);
        Element figures = Tag.Div("figures");
        for (int p = 0; p < planes.Length; p++)
        {
            MapProjection projection = map.Projections[p];
            figures.Add(Tag.Figure($"{projection.Title}, by {colour.Column}", projection.Caption, planes[p].Draw($"{projection.Title} of {map.Examples} codes, coloured by {colour.Column}.", groups)));
        }

        return Tag.Div("pane", legend, figures);
    }

    private static (IReadOnlyList<(string? Colour, string Name, IReadOnlyList<int> Points)> Groups, Element Legend) Classes(MapColour colour, IReadOnlyList<string> names)
    {
        var points = new List<int>[names.Count + 1];
        for (int k = 0; k < points.Length; k++) points[k] = [];
        for (int n = 0; n < colour.Values.Count; n++) points[float.IsNaN(colour.Values[n]) ? names.Count : (int)colour.Values[n]].Add(n);
        // Small classes lie on top of large ones.
        (string? Colour, string Name, IReadOnlyList<int> Points)[] classes = [.. names.Select((name, k) => ((string?)MapColours.OfClass(k), names.Count > MapColours.Distinct ? "" : name, (IReadOnlyList<int>)points[k])).OrderByDescending(group => group.Item3.Count)];
        Element legend = new Element("ul").Class("key");
        for (int k = 0; k < Math.Min(names.Count, MostLegend); k++)
        {
            if (points[k].Count > 0) legend.Add(Entry(MapColours.OfClass(k), $"{names[k]} ({Numbers.Count(points[k].Count)})"));
        }

        if (names.Count > MostLegend) legend.Add(new Element("li", $"and {Numbers.Count(names.Count - MostLegend)} more"));
        if (points[^1].Count > 0) legend.Add(Entry(null, $"not known ({Numbers.Count(points[^1].Count)})"));
        if (names.Count > MapColours.Distinct) legend.Add(new Element("li", $"colours repeat after {MapColours.Distinct} classes"));
        return ([(null, "", points[^1]), .. classes], legend);
    }

    private static (IReadOnlyList<(string? Colour, string Name, IReadOnlyList<int> Points)> Groups, Element Legend) Numeric(MapColour colour)
    {
        float[] known = [.. colour.Values.Where(float.IsFinite).Order()];
        if (known.Length == 0) return ([(null, "", [.. Enumerable.Range(0, colour.Values.Count)])], new Element("ul").Class("key").Add(Entry(null, "not known")));
        // A few extreme values do not take the scale from all others.
        double low = known[(int)(Trim * (known.Length - 1))], high = known[(int)((1 - Trim) * (known.Length - 1))];
        var points = new List<int>[MapColours.Steps + 1];
        for (int k = 0; k < points.Length; k++) points[k] = [];
        for (int n = 0; n < colour.Values.Count; n++)
        {
            double place = high > low ? (colour.Values[n] - low) / (high - low) : 0.5;
            points[float.IsFinite(colour.Values[n]) ? (int)Math.Round(Math.Clamp(place, 0, 1) * (MapColours.Steps - 1)) : MapColours.Steps].Add(n);
        }

        Element bar = new Element("svg").Class("scale").With("viewBox", $"0 0 {MapColours.Steps} 1").With("preserveAspectRatio", "none").With("aria-hidden", "true");
        for (int k = 0; k < MapColours.Steps; k++) bar.Add(new Element("rect").With("x", k).With("y", 0).With("width", 1.05).With("height", 1).With("fill", MapColours.OfStep(k)));
        Element legend = Tag.P(Numbers.Value(low), " ", bar, " ", Numbers.Value(high)).Class("key");
        return ([(null, "", points[^1]), .. Enumerable.Range(0, MapColours.Steps).Select(k => ((string?)MapColours.OfStep(k), "", (IReadOnlyList<int>)points[k]))], legend);
    }

    private static Element Entry(string? colour, string text)
    {
        Element square = new Element("rect").With("width", 10).With("height", 10).With("rx", 2);
        return new Element("li", new Element("svg", colour is null ? square.Class("unknown") : square.With("fill", colour)).Class("swatch").With("viewBox", "0 0 10 10").With("aria-hidden", "true"), " ", text);
    }
}
