using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Records.Zoo;
using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Zoo;

/// <summary>One case, from what was planted to what cures it.</summary>
internal static class CaseStory
{
    private const int MostUnits = 8;

    private static readonly Curve[] s_curves =
    [
        new("Rate", "KL(q(z|x)‖p(z)) on held-out examples, nats", Measures.ValidationRate) { Reaching = UnitsTable.ShortestScale },
        new("ELBO", "on held-out examples at β = 1, nats; higher is better", Measures.ValidationElbo),
        new("Likelihood variance σ²", "mean over outputs", Measures.Sigma2) { Logarithmic = true },
        new("KL weight", "at the end of the epoch", Measures.KlWeight) { Reaching = 0 },
    ];

    internal static Section Of(ZooExhibit exhibit, int number)
    {
        ZooCase one = exhibit.Case;
        List<Node> body =
        [
            Tag.P(Tag.Code(one.Name), one.Strength is { } strength && !strength.Equals(1.0) ? $" at strength {Numbers.Setting(strength)}" : "").Class("kicker"),
            Tag.P(one.Story).Class("story"),
            Tag.Div("pair", Planted(one), Tag.Div("signs", Tag.Heading(3, "What the measures show"), TableView.Of(SignTable(one), "quiet"))),
            Diagnosed(one),
            Tag.Div("figures").AddRange(Figures(exhibit)),
        ];
        if (Incomparable(exhibit) is { } why) body.Add(Tag.Note($"The two ELBOs are not drawn beside each other: {why}."));
        body.AddRange(CaseReconstructions.Of(exhibit));
        body.Add(Tag.Details($"Unit by unit: {Numbers.Plural(one.Collapsed.Units.Count, "unit")} of the plant, {Numbers.Count(one.Healthy.Units.Count)} of the twin", TableView.Of(Units(one), "quiet")));
        body.Add(Tag.Heading(3, "What would cure it"));
        body.Add(new Element("ul").Class("cures").AddRange(one.Cures.Select(cure => new Element("li", cure))));
        if (one.Treatment is { } told)
            body.Add(Tag.P(Tag.Strong(one.Cured is null ? "Treated, unaided: " : $"Treated, unaided, and cured by {one.CuredBy}: "), Numbers.Minus(told)));
        return new Section(one.Name, $"{number}. {one.Title}", body);
    }

    /// <summary>What the diagnosis makes of the plant, untold.</summary>
    private static Element Diagnosed(ZooCase one)
    {
        string says = one.Named.Count == 0
            ? "It accuses no cause."
            : $"It says: {string.Join(", ", one.Named.Select(ZooTable.Cause))}.";
        bool found = one.Named.Intersect(one.Planted).Any();
        string hit = found ? " That is what was planted." : one.Named.Count == 0 ? "" : " That is not what was planted.";
        return Tag.P(
            "The diagnosis of the plant, which is not told what was planted: ",
            Tag.Span($"tone {TableView.ToneName(VerdictWords.Tone(one.Collapsed.Verdict))}", VerdictWords.Heading(one.Collapsed.Verdict)), $". {VerdictWords.Gloss(one.Collapsed)} {says}{hit}");
    }

    /// <summary>Why the two ELBOs cannot be compared; null where they can.</summary>
    private static string? Incomparable(ZooExhibit exhibit)
    {
        Plan twin = exhibit.HealthyPlan, plant = exhibit.CollapsedPlan;
        if (plant.Model.Skips.Kind != SkipKind.None || twin.Model.Skips.Kind != SkipKind.None) return "with skips the decoder sees features of the very example, so the plant's bounds no likelihood";
        return twin.Data.Scale != plant.Data.Scale ? "the data have other units in the plant, and a density's logarithm changes with them" : null;
    }

    private static Element Planted(ZooCase one) => Tag.Div(
        "planted", Tag.Heading(3, one.Changes.Count == 1 ? "The one line that differs" : "The lines that differ"), PlanDifference.Of(one.Changes, "twin", "plant"));

    private static TableModel SignTable(ZooCase one) => new(
        "What the measures show",
        [new("Measure"), new("Twin", Numeric: true), new("Plant", Numeric: true), new("Proof")],
        [
            .. one.Signs.Select(sign => (IReadOnlyList<TableCell>)
            [
                sign.Meaning, Known(sign.Healthy), Known(sign.Collapsed),
                new TableCell(sign.Holds ? "holds" : "does not hold") { Tone = sign.Holds ? Tone.Good : Tone.Bad, Detail = sign.Expected },
            ]),
        ]);

    // What one of the two has no part for is not a gap in the measuring.
    private static TableCell Known(double? value) => value is { } known ? new(Numbers.Value(known)) : new("none") { Tone = Tone.Muted };

    private static IEnumerable<Node> Figures(ZooExhibit exhibit) => TwoHistories.Figures(
        s_curves.Where(curve => curve.Names[0] is not Measures.ValidationElbo || Incomparable(exhibit) is null), ("twin", exhibit.HealthyHistory), ("plant", exhibit.CollapsedHistory));

    private static TableModel Units(ZooCase one)
    {
        double[] healthy = Informations(one.Healthy), collapsed = Informations(one.Collapsed);
        int rows = Math.Min(MostUnits, Math.Max(healthy.Length, collapsed.Length));
        double largest = healthy.Concat(collapsed).Append(UnitsTable.ShortestBar).Max();
        TableCell Cell(double[] values, int rank) => rank < values.Length ? new(Numbers.Fixed(values[rank], 3)) { Bar = Math.Clamp(values[rank] / largest, 0, 1) } : new("");
        return new TableModel(
            "Unit by unit",
            [new("Rank"), new("MI of the twin's unit, nats", Numeric: true), new("MI of the plant's unit, nats", Numeric: true)],
            [.. Enumerable.Range(0, rows).Select(rank => (IReadOnlyList<TableCell>)[Numbers.Count(rank + 1), Cell(healthy, rank), Cell(collapsed, rank)])])
        {
            Note = rows < collapsed.Length ? $"The plant's other {Numbers.Plural(collapsed.Length - rows, "unit")} carry less." : null,
        };
    }

    private static double[] Informations(Records.Diagnoses.Diagnosis diagnosis) => [.. diagnosis.Units.Select(unit => unit.MutualInformation).OrderDescending()];
}
