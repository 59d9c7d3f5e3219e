using Uncollapse.Records.Plans;
using Uncollapse.Reporting.Html;

namespace Uncollapse.Reporting.Sections;

/// <summary>The keys in which two plans differ, line by line.</summary>
internal static class PlanDifference
{
    internal static Element Of(IReadOnlyList<PlanChange> changes, string before, string after)
    {
        Element difference = new Element("dl").Class("diff");
        foreach (PlanChange change in changes)
        {
            difference.Add(
                new Element("dt", Tag.Code(change.Key)),
                new Element("dd", Tag.Span("sign", "− "), Tag.Code(Shown(change.Before)), Tag.Span("who", $" {before}")).Class("removed"),
                new Element("dd", Tag.Span("sign", "+ "), Tag.Code(Shown(change.After)), Tag.Span("who", $" {after}")).Class("added"));
        }

        return difference;
    }

    private static string Shown(string value) => value.Length == 0 ? "none" : value.Replace(",", ", ", StringComparison.Ordinal);
}
