namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's data section.</summary>
internal static class DataKeys
{
    internal static IEnumerable<PlanKey> All()
    {
        static Plan Set(Plan plan, DataPlan data) => plan with { Data = data };
        return
        [
            Make.Text("data.source", "a file, a folder or a built-in name", p => p.Data.Source, (p, v) => Set(p, p.Data with { Source = v })),
            Make.NullableInt("data.examples", "use only this many training examples", p => p.Data.Examples, (p, v) => Set(p, p.Data with { Examples = v })),
            Make.Enum("data.binarise", "how values in [0, 1] become binary", p => p.Data.Binarise, (p, v) => Set(p, p.Data with { Binarise = v })),
            Make.Enum("data.scale", "how raw values are scaled", p => p.Data.Scale, (p, v) => Set(p, p.Data with { Scale = v })),
            Make.NullableDouble("data.validation", "share held out for validation; null: the source's own split, else 0.1", p => p.Data.Validation, (p, v) => Set(p, p.Data with { Validation = v })),
            Make.NullableDouble("data.test", "share held out for the test; null: the source's own split, else 0.1", p => p.Data.Test, (p, v) => Set(p, p.Data with { Test = v })),
            Make.NullableText("data.variable", "the array to read from a file with several", p => p.Data.Variable, (p, v) => Set(p, p.Data with { Variable = v })),
            Make.NullableText("data.label_column", "the table column that holds labels", p => p.Data.LabelColumn, (p, v) => Set(p, p.Data with { LabelColumn = v })),
            Make.NullableText("data.condition", "the label column that encoder and decoder are told; null: none", p => p.Data.Condition, (p, v) => Set(p, p.Data with { Condition = v })),
        ];
    }
}
