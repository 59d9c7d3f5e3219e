namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's data section.</summary>
internal static class DataKeys
{
    internal static IEnumerable<PlanKey> All()
    {
        return
        [
            Make.Text("data.source", "a file, a folder or a built-in name", p => p.Data.Source, (p, v) => Set(p, p.Data with { Source = v })),
            Make.Enum("data.kind", "what the source holds, where its content leaves that open", p => p.Data.Kind, (p, v) => Set(p, p.Data with { Kind = v })),
            Make.NullableInt("data.examples", "use only this many training examples", p => p.Data.Examples, (p, v) => Set(p, p.Data with { Examples = v })),
            Make.Enum("data.binarise", "how values in [0, 1] become binary", p => p.Data.Binarise, (p, v) => Set(p, p.Data with { Binarise = v })),
            Make.Enum("data.scale", "how raw values are scaled", p => p.Data.Scale, (p, v) => Set(p, p.Data with { Scale = v })),
            Make.NullableDouble("data.validation", "share held out for validation; null: the source's own split, else 0.1", p => p.Data.Validation, (p, v) => Set(p, p.Data with { Validation = v })),
            Make.NullableDouble("data.test", "share held out for the test; null: the source's own split, else 0.1", p => p.Data.Test, (p, v) => Set(p, p.Data with { Test = v })),
            Make.NullableText("data.variable", "the array to read from a file with several", p => p.Data.Variable, (p, v) => Set(p, p.Data with { Variable = v })),
            Make.NullableText("data.label_column", "the table column that holds labels", p => p.Data.LabelColumn, (p, v) => Set(p, p.Data with { LabelColumn = v })),
            Make.NullableText("data.label_file", "a table of labels beside the source, joined by the names in its first column, or by order", p => p.Data.LabelFile, (p, v) => Set(p, p.Data with { LabelFile = v })),
            Make.TextList("data.condition", "label columns, and files of second arrays with a row an example, that encoder and decoder are told; null: none", p => p.Data.Condition, (p, v) => Set(p, p.Data with { Condition = v })),
            .. TextKeys(),
            .. CountKeys(),
        ];
    }

    // Where the source is text, the trainer writes them all out; where it is not, none means anything.
    private static IEnumerable<PlanKey> TextKeys()
    {
        static TextPlan Get(Plan plan) => plan.Data.Text ?? new TextPlan();
        static Plan SetText(Plan plan, TextPlan text) => Set(plan, plan.Data with { Text = text });
        static bool IsText(Plan plan) => plan.Data.Text is not null;
        return
        [
            Make.Enum("data.text.unit", "what one token of a text is", p => Get(p).Unit, (p, v) => SetText(p, Get(p) with { Unit = v }), IsText),
            Make.Bool("data.text.lower", "whether capitals are made small", p => Get(p).Lower, (p, v) => SetText(p, Get(p) with { Lower = v }), IsText),
            Make.Int("data.text.vocabulary", "at most this many words, the most frequent", p => Get(p).Vocabulary, (p, v) => SetText(p, Get(p) with { Vocabulary = v }), IsText),
            Make.Int("data.text.minimum_count", "rarer words are unknown", p => Get(p).MinimumCount, (p, v) => SetText(p, Get(p) with { MinimumCount = v }), IsText),
            Make.NullableInt("data.text.max_length", "longer sentences are cut to so many words; null: none is", p => Get(p).MaxLength, (p, v) => SetText(p, Get(p) with { MaxLength = v }), IsText),
            Make.Bool("data.text.bucketing", "whether training batches gather sentences of like lengths", p => Get(p).Bucketing, (p, v) => SetText(p, Get(p) with { Bucketing = v }), IsText),
        ];
    }

    // Where the source holds counts, the trainer writes them all out; where it does not, none means anything.
    private static IEnumerable<PlanKey> CountKeys()
    {
        static CountsPlan Get(Plan plan) => plan.Data.Counts ?? new CountsPlan();
        static Plan SetCounts(Plan plan, CountsPlan counts) => Set(plan, plan.Data with { Counts = counts });
        static bool IsCounts(Plan plan) => plan.Data.Counts is not null;
        return
        [
            Make.NullableText("data.counts.layer", "the matrix of an .h5ad or loom file: X, raw or a layer's name; null: the first that holds counts", p => Get(p).Layer, (p, v) => SetCounts(p, Get(p) with { Layer = v }), IsCounts),
            Make.NullableInt("data.counts.genes", "keep so many genes, the most variable in the training cells; null: all", p => Get(p).Genes, (p, v) => SetCounts(p, Get(p) with { Genes = v }), IsCounts),
            Make.Enum("data.counts.gene_rule", "how highly variable genes are found", p => Get(p).GeneRule, (p, v) => SetCounts(p, Get(p) with { GeneRule = v }), IsCounts),
            Make.Int("data.counts.min_cells", "genes that fewer training cells have are left out", p => Get(p).MinCells, (p, v) => SetCounts(p, Get(p) with { MinCells = v }), IsCounts),
            Make.Int("data.counts.min_genes", "cells with fewer genes are left out", p => Get(p).MinGenes, (p, v) => SetCounts(p, Get(p) with { MinGenes = v }), IsCounts),
            Make.Int("data.counts.min_counts", "cells with fewer counts are left out", p => Get(p).MinCounts, (p, v) => SetCounts(p, Get(p) with { MinCounts = v }), IsCounts),
            Make.NullableDouble("data.counts.max_mitochondrial", "cells with a larger share of counts of genes MT-... are left out; null: none", p => Get(p).MaxMitochondrial, (p, v) => SetCounts(p, Get(p) with { MaxMitochondrial = v }), IsCounts),
        ];
    }

    private static Plan Set(Plan plan, DataPlan data) => plan with { Data = data };
}
