using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>The elements that drawings are made of.</summary>
internal static class Svg
{
    /// <summary>The mean advance of a character of a label, in units of the drawing: a tick's label is set in 12.</summary>
    internal const double CharacterWidth = 6.6;

    /// <summary>A drawing that scales with the page; its description is read out in its place.</summary>
    internal static Element Drawing(double width, double height, string description) =>
        new Element("svg").Class("chart").With("viewBox", FormattableString.Invariant($"0 0 {width:0.#} {height:0.#}")).With("role", "img").With("aria-label", description);

    /// <summary>A window: what is drawn in it, in the outer coordinates, is cut at its edges.</summary>
    internal static Element Window(double x, double y, double width, double height) =>
        new Element("svg").With("x", x).With("y", y).With("width", width).With("height", height)
            .With("viewBox", FormattableString.Invariant($"{x:0.##} {y:0.##} {width:0.##} {height:0.##}"));

    internal static Element Line(double x1, double y1, double x2, double y2, string names) =>
        new Element("line").With("x1", x1).With("y1", y1).With("x2", x2).With("y2", y2).Class(names);

    internal static Element Text(double x, double y, string text, string names, string anchor = "start") =>
        new Element("text", text).With("x", x).With("y", y).With("text-anchor", anchor).Class(names);

    internal static Element Dot(double x, double y, double radius, string names) =>
        new Element("circle").With("cx", x).With("cy", y).With("r", radius).Class(names);

    internal static Element Rectangle(double x, double y, double width, double height, string names) =>
        new Element("rect").With("x", x).With("y", y).With("width", width).With("height", height).Class(names);

    internal static Element Path(PathData data, string names) => new Element("path").With("d", data.ToString()).Class(names);
}
