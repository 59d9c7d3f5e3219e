using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>How far the collapsed state is from its threshold, and which suspect lifts it.</summary>
public static class StabilityTable
{
    /// <summary>The table of margins.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>The model as it is, then a row for each suspect that was taken away; null where nothing was measured.</returns>
    public static TableModel? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Stability is not { } stability) return null;
        TableColumn[] columns =
        [
            new("Collapsed state"), new("Margin", Numeric: true, Meaning: "λ₁ / β: above 1 a small code gains more than it costs, and collapse is no maximum"),
            new("λ₁", Numeric: true, Meaning: "largest eigenvalue of (E[s sᵀ], E[F]) along a direction found on the other half of the examples: an estimate from below"),
            new("95 % interval", Numeric: true), new("λ₁ in sample", Numeric: true, Meaning: "of all examples at once: an estimate from above", Secondary: true), new("β", Numeric: true),
            new("What the decoder is given", Secondary: true),
        ];
        return new TableModel("Stability of the collapsed state", columns, [Row(stability.AsItIs), .. stability.Without.Select(Row)])
        {
            Note = $"Directions: {stability.AsItIs.Directions}. {Numbers.Plural(stability.AsItIs.Examples, "example")}.",
        };
    }

    private static TableCell[] Row(StabilityMargin margin) =>
    [
        Name(margin.Suspect), new(Numbers.Value(margin.Margin)) { Tone = margin.Ci95[0] > margin.Beta ? Tone.Good : margin.Ci95[1] <= margin.Beta ? Tone.Bad : Tone.Warning },
        Numbers.Value(margin.Lambda1), Numbers.Interval(margin.Ci95), Numbers.Value(margin.Lambda1InSample), Numbers.Setting(margin.Beta), margin.State,
    ];

    internal static string Name(string? suspect) => suspect switch
    {
        null => "As it is",
        "beta" => "β at 1",
        "variance" => "Variance at the residual",
        "past" => "Past hidden",
        "skips" => "Skips cut",
        "condition" => "Condition left out",
        "all" => "All of these",
        _ => string.Join(", ", suspect.Split('+').Select((one, place) => place == 0 ? Name(one) : char.ToLowerInvariant(Name(one)[0]) + Name(one)[1..])),
    };
}
