using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>A ring filled by the share of units that inform, with its caption: the verdict at a glance, also without colour.</summary>
internal static class Gauge
{
    /// <summary>None where units mean nothing alone.</summary>
    internal static Element? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Units.Count == 0) return null;
        int informative = InformativeUnits.Count(diagnosis);
        double share = Math.Clamp((double)informative / diagnosis.Units.Count, 0, 1);
        const double radius = 26, around = 2 * Math.PI * radius;
        Element track = new Element("circle").With("cx", 34).With("cy", 34).With("r", radius).Class("track");
        Element arc = new Element("circle").With("cx", 34).With("cy", 34).With("r", radius).Class("arc")
            .With("stroke-dasharray", FormattableString.Invariant($"{share * around:0.##} {around:0.##}")).With("transform", "rotate(-90 34 34)");
        Element text = new Element("text", $"{informative}/{diagnosis.Units.Count}").With("x", 34).With("y", 38).With("text-anchor", "middle");
        Element ring = new Element("svg", track, arc, text).Class("gauge").With("viewBox", "0 0 68 68").With("role", "img")
            .With("aria-label", $"{informative} of {Numbers.Plural(diagnosis.Units.Count, "unit")} inform");
        return Tag.Div("gauge-box", ring, Tag.P("units that inform").Class("gauge-name"));
    }
}
