using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Charts;

/// <summary>Verdicts as marks on a plot: told apart by their shapes, and by colour beside.</summary>
internal static class Mark
{
    private const double Radius = 4.2;

    /// <summary>A circle where it is healthy, a triangle where part of it collapsed, a cross where all of it did.</summary>
    internal static Element Of(Verdict verdict, double x, double y) => verdict switch
    {
        Verdict.Healthy => Svg.Dot(x, y, Radius, "mark good"),
        Verdict.Partial => Svg.Path(new PathData().MoveTo(x, y - 5).LineTo(x + 5, y + 4).LineTo(x - 5, y + 4).LineTo(x, y - 5), "mark warning"),
        _ => Svg.Path(new PathData().MoveTo(x - 4, y - 4).LineTo(x + 4, y + 4).MoveTo(x - 4, y + 4).LineTo(x + 4, y - 4), "mark bad"),
    };

    /// <summary>What the marks mean.</summary>
    internal static Element Key(IEnumerable<Verdict> verdicts, Func<Verdict, string> name)
    {
        Element list = new Element("ul").Class("key");
        foreach (Verdict verdict in verdicts.Distinct().Order())
            list.Add(new Element("li", new Element("svg", Of(verdict, 6, 6)).Class("swatch").With("viewBox", "0 0 12 12").With("aria-hidden", "true"), $" {name(verdict)}"));
        return list;
    }
}
