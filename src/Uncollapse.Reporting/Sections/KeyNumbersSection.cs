using Uncollapse.Records.Diagnoses;
using Uncollapse.Reporting.Charts;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Sections;

/// <summary>What the rate buys, then the numbers with their estimators.</summary>
internal static class KeyNumbersSection
{
    internal static Section? Of(ReportContent content) => content.Diagnosis is not { } diagnosis ? null : new Section(
        "numbers", "Key numbers", [.. new Node?[] { Parts(diagnosis), TableView.Of(KeyNumbersTable.Of(diagnosis), "wide stacked quiet") }.OfType<Node>()]);

    /// <summary>The rate as one bar of three parts; none where there is no rate to divide.</summary>
    private static Element? Parts(Diagnosis diagnosis)
    {
        (string Name, double Value)[] parts = diagnosis is { TotalCorrelation: { } correlation, MarginalKl: { } marginal }
            ? [("mutual information", diagnosis.MutualInformation.Estimate), ("total correlation", correlation), ("marginal KL", marginal)]
            : [("mutual information", diagnosis.MutualInformation.Estimate), ("aggregate KL", diagnosis.AggregateKl)];
        double whole = parts.Sum(part => double.IsFinite(part.Value) ? Math.Max(0, part.Value) : 0);
        if (whole <= 0) return null;
        whole = Math.Max(whole, UnitsTable.ShortestScale);
        const double width = 900, height = 18;
        string description = $"The rate, {Numbers.Nats(diagnosis.Rate)} nats, divided: {string.Join("; ", parts.Select(part => $"{part.Name} {Numbers.Nats(part.Value)}"))}.";
        Element bar = Svg.Drawing(width, height, description).With("preserveAspectRatio", "none").Add(Svg.Rectangle(0, 0, width, height, "track"));
        Element key = new Element("ul").Class("key");
        double x = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double length = double.IsFinite(parts[i].Value) ? width * Math.Max(0, parts[i].Value) / whole : 0;
            if (length > 0) bar.Add(Svg.Rectangle(x, 0, length, height, $"area f{i + 1}"));
            x += length;
            Element swatch = new Element("svg", Svg.Rectangle(0, 0, 12, 12, $"area f{i + 1}")).Class("swatch").With("viewBox", "0 0 12 12").With("aria-hidden", "true");
            key.Add(new Element("li", swatch, $" {parts[i].Name} ", Tag.Strong(Numbers.Minus(Numbers.Nats(parts[i].Value)))));
        }

        Element content = Tag.Div("parts", bar, key);
        string caption = diagnosis.MutualInformation.Saturated
            ? "the information is at its ceiling: the first part is at least, the others at most, as long as drawn"
            : "only the first part tells examples apart";
        return Tag.Figure("What the rate buys", $"{Numbers.Minus(Numbers.Nats(diagnosis.Rate))} nats per example; {caption}", content);
    }
}
