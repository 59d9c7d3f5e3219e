using Uncollapse.Records.History;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Treatments;

/// <summary>Before and after beside each other: units, pictures, curves.</summary>
internal static class Comparison
{
    private const int MostUnits = 16;

    private static readonly Curve[] s_curves =
    [
        new("Rate", "KL(q(z|x)‖p(z)) on held-out examples, nats", Measures.ValidationRate) { Reaching = UnitsTable.ShortestScale },
        new("ELBO", "on held-out examples at β = 1, nats; higher is better", Measures.ValidationElbo),
        new("Likelihood variance σ²", "mean over outputs", Measures.Sigma2) { Logarithmic = true },
        new("KL weight", "at the end of the epoch", Measures.KlWeight) { Reaching = 0 },
    ];

    internal static Section? Units(TreatmentContent content)
    {
        if (content.Record.After is not { } treated) return null;
        double[] before = Informations(content.Record.Before), after = Informations(treated);
        int all = Math.Max(before.Length, after.Length), rows = Math.Min(MostUnits, all);
        if (rows == 0) return null;
        double largest = before.Concat(after).Append(UnitsTable.ShortestBar).Max();
        TableCell Cell(double[] values, int rank) => rank < values.Length ? new(Numbers.Fixed(values[rank], 3)) { Bar = Math.Clamp(values[rank] / largest, 0, 1) } : new("");
        var table = new TableModel(
            "Unit by unit", [new("Rank"), new("MI before, nats", Numeric: true), new("MI after, nats", Numeric: true)],
            [.. Enumerable.Range(0, rows).Select(rank => (IReadOnlyList<TableCell>)[Numbers.Count(rank + 1), Cell(before, rank), Cell(after, rank)])])
        {
            Note = rows < all ? $"The other {Numbers.Plural(all - rows, "unit")} carry less." : null,
        };
        return new Section("units", "Unit by unit", [TableView.Of(table, "quiet")]);
    }

    internal static Section? Pictures(TreatmentContent content)
    {
        if (content.After is not { } after) return null;
        TreatmentSide before = content.Before;
        var body = new List<Node>();
        if (before.Reconstructions is { } had && after.Reconstructions is { } has) body.Add(Tag.Div("pair pictures", Decoded.Picture("Before", had), Decoded.Picture("After", has)));
        if (before.Traversals is { } stood && after.Traversals is { } moves)
            body.Add(Tag.Div("pair pictures", Decoded.Picture("Before", stood, "each row moves one of the most informative units"), Decoded.Picture("After", moves, "each row moves one of the most informative units")));
        if (before.Text is { } told && after.Text is { } tells) body.Add(Tag.Div("pair", Decoded.Sentences("Before", told), Decoded.Sentences("After", tells)));
        return body.Count == 0 ? null : new Section("decoded", "What the decoder makes of codes", body);
    }

    internal static Section? Curves(TreatmentContent content)
    {
        if (content.After is not { } after) return null;
        Node[] figures = [.. TwoHistories.Figures(s_curves, ("before", content.Before.History), ("after", after.History))];
        return figures.Length == 0 ? null : new Section("curves", "The two trainings", [Tag.Div("figures").AddRange(figures)]);
    }

    private static double[] Informations(Records.Diagnoses.Diagnosis diagnosis) => [.. diagnosis.Units.Select(unit => unit.MutualInformation).OrderDescending()];
}
