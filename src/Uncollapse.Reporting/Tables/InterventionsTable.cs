using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>What the decoder loses when its code is tampered with.</summary>
public static class InterventionsTable
{
    /// <summary>The table of the interventions on the whole code.</summary>
    /// <param name="diagnosis">A diagnosis.</param>
    /// <returns>One row an intervention that was made; null where none was.</returns>
    public static TableModel? Of(Diagnosis diagnosis)
    {
        if (diagnosis.Interventions is not { } made) return null;
        TableColumn[] columns =
        [
            new("Intervention"), new("Loss (nats)", Numeric: true, Meaning: "mean fall of log p(x|z) per example"),
            new("95 % interval", Numeric: true), new("What is done", Secondary: true),
        ];
        if (All(made).Count == 0) return null;
        return new TableModel("Interventions", columns, [.. All(made).Select(pair => Row(pair.Name, pair.Made, pair.What))]);
    }

    /// <summary>Name, result and description of each intervention on the whole code that was made: a model without skips has none to shuffle.</summary>
    internal static IReadOnlyList<(string Name, Intervention Made, string What)> All(Interventions made) =>
    [
        .. new (string Name, Intervention? Made, string What)[]
        {
            ("Shuffle the code", made.ShuffleCode, "each example is decoded from another's code"),
            ("Prior code", made.PriorCode, "the code is drawn from the prior"),
            ("Mean code", made.MeanCode, "every example gets the average code"),
            ("Shuffle the skips", made.ShuffleSkip, "skip features come from another example"),
            ("Shuffle the condition", made.ShuffleCondition, "what the decoder is told is another example's"),
            ("Drop the context", made.DropContext, "the decoder's own context is blanked"),
            ("Shuffle the code, no context", made.ShuffleCodeWithoutContext, "with the context blanked, each example is decoded from another's code"),
        }.Where(one => one.Made is not null).Select(one => (one.Name, one.Made!, one.What)),
    ];

    private static TableCell[] Row(string name, Intervention made, string what) =>
        [name, new(Numbers.Value(made.LossNats, made.Ci95)), Numbers.Interval(made.Ci95), what];
}
